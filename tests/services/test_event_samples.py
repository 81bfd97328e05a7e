"""Sample events: each is what its consumer takes, and what it is about is valid."""

from __future__ import annotations

import json
import sys
from importlib import util
from pathlib import Path

import jsonschema
import pulumi_aws as aws_sdk
import pytest

from cli import __main__ as command
from cli.api import documents
from cli.events import contents
from cli.events.contents import Contents, of_event, of_route
from cli.events.samples import SOURCES
from cli.events.schema_sample import sample
from contracts.orders import OrderPlaced
from local.checkout import ROOT, LocalError
from runtime.sqs.messages import message_consumer
from runtime.sqs.objects import object_consumer
from runtime.sqs.schedules import schedule_consumer
from runtime.stepfunctions.tasks import task_handler
from runtime.streams.kinesis import record_consumer
from runtime.streams.transform import Delivered, delivery_transform
from services.orders.app import list_orders, place_order, prices
from services.realtime.app import close_connection, open_connection, refuse_message
from services.storefront.app import ask_orders
from services.users.app import get_user, publish_changes
from tests.fakes.environment import VARIABLES
from tests.fakes.invocations import CONTEXT
from tests.stage import OPTIONAL, deployed

CLIENT = {"client_id": VARIABLES["TOKEN_AUDIENCE"]}
ALL_DONE = {"batchItemFailures": []}
# Of each principal that may invoke a function of a stage, the sources that it stands for.
PRINCIPALS = {
    "apigateway.amazonaws.com": ("rest-api", "http-api", "websocket-connect"),
    "cognito-idp.amazonaws.com": ("cognito-pre-sign-up", "cognito-pre-token"),
    "events.amazonaws.com": ("eventbridge",),
    "iot.amazonaws.com": ("iot",),
    "s3.amazonaws.com": ("s3",),
    "sns.amazonaws.com": ("sns",),
}


def event(name: str, /, **fields):
    return SOURCES[name](Contents(**{**CLIENT, **fields}))


def example(path: str, function: str = "handle"):
    """A function of an example."""
    file = ROOT / "examples" / path
    spec = util.spec_from_file_location(f"example_{file.stem}", file)
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return getattr(module, function)


def test_an_api_gets_the_request_of_a_route(aws, monkeypatch):
    monkeypatch.setattr(
        prices, "get_json", lambda *_: {"prices": {"first-item": 100}, "unknown": []}
    )
    placed = place_order.handle(event("rest-api", **of_route("POST /orders")), CONTEXT)
    assert placed["statusCode"] == 202
    shown = get_user.handle(event("rest-api", **of_route("GET /users/{userId}")), CONTEXT)
    assert shown["statusCode"] in (200, 403)
    listed = list_orders.handle(event("http-api", **of_route("GET /orders")), CONTEXT)
    assert listed["statusCode"] == 200
    [line] = json.loads(listed["body"])["orders"]
    assert line["orderId"] == json.loads(placed["body"])["orderId"]


def test_the_sample_of_every_route_is_what_its_document_asks_for():
    for service in documents.services():
        for route in documents.operations(documents.read(service)):
            request = event("http-api", **of_route(route))
            assert request["routeKey"] == route
            assert "{" not in request["rawPath"]


def test_a_web_socket_api_gets_a_connection_a_message_and_its_end(aws):
    assert open_connection.handle(event("websocket-connect"), CONTEXT) == {"statusCode": 200}
    answered = refuse_message.handle(event("websocket-message"), CONTEXT)
    assert "action" in json.loads(answered["body"])["message"]
    assert close_connection.handle(event("websocket-disconnect"), CONTEXT) == {"statusCode": 200}
    decided = example("websocket-api/app/authorize.py")(event("websocket-authorizer"), CONTEXT)
    assert decided["policyDocument"]["Statement"][0]["Effect"] == "Deny"


def test_authorizers_get_the_method_and_a_token():
    asked = event("token-authorizer", **of_route("GET /orders"))
    assert asked["methodArn"].endswith("/live/GET/orders")
    assert asked["authorizationToken"].startswith("Bearer ")
    assert event("request-authorizer")["type"] == "REQUEST"


def test_a_field_of_a_graphql_api_gets_its_arguments(aws, monkeypatch):
    monkeypatch.setattr(ask_orders, "endpoint", lambda service: f"wss://{service}")
    answer = ask_orders.handle(event("appsync", detail_type="orderUpdates", data={}), CONTEXT)
    assert answer == {"data": {"url": "wss://realtime"}}


@pytest.mark.parametrize("source", ["sqs-eventbridge", "sqs-sns"])
def test_a_queue_gets_an_event_of_the_bus_or_of_a_topic(aws, source):
    got = []
    handle = message_consumer(OrderPlaced)(lambda received: got.append(received.message))
    assert handle(event(source, **of_event("OrderPlaced")), CONTEXT) == ALL_DONE
    assert [type(each) for each in got] == [OrderPlaced]


def test_a_queue_gets_objects_schedules_and_failures(aws):
    got = []
    handle = object_consumer(lambda stored: got.append((stored.bucket, stored.key)))
    given = {"bucket": "media", "key": "uploads/1"}
    assert handle(event("sqs-s3", data=given), CONTEXT) == ALL_DONE
    handle = schedule_consumer(lambda run: got.append(run.name))
    assert handle(event("sqs-schedule", data={"job": "sweep"}), CONTEXT) == ALL_DONE
    assert got == [("media", "uploads/1"), "sweep"]
    [failed] = event("sqs-on-failure")["Records"]
    assert json.loads(failed["body"])["requestPayload"] == {"id": "first-item"}


def test_a_function_gets_an_event_a_notification_or_an_object_directly():
    assert event("eventbridge", **of_event("OrderPlaced"))["detail-type"] == "OrderPlaced"
    [record] = event("sns")["Records"]
    assert json.loads(record["Sns"]["Message"]) == {"id": "first-item"}
    [record] = event("s3")["Records"]
    assert record["eventName"] == "ObjectCreated:Put"
    [message] = event("sqs", data="a text")["Records"]
    assert message["body"] == "a text"


def test_a_table_publishes_the_item(aws):
    user = {"userId": "ann", "registeredAt": "2026-11-21T12:00:00.000Z"}
    row = {**user, "updatedAt": user["registeredAt"], "language": "en", "newsletter": False}
    assert publish_changes.handle(event("dynamodb", data=row), CONTEXT) == ALL_DONE


def test_streams_get_records(aws):
    got = []
    handle = record_consumer(lambda data: data)(lambda received: got.append(received.value))
    assert handle(event("kinesis", data={"n": 1}), CONTEXT) == ALL_DONE
    handle = delivery_transform(lambda data: got.append(data) or Delivered(row=data))
    assert handle(event("firehose", data={"n": 2}), CONTEXT)["records"][0]["result"] == "Ok"
    assert got == [{"n": 1}, {"n": 2}]


def test_tasks_of_workflows_get_their_input():
    got = []
    task_handler(lambda task: got.append(task.input["n"]) or {})(
        event("step-functions", data={"n": 3}), CONTEXT
    )
    assert got == [3]
    add = example("csv-chunks/app/sales.py", "add")
    rows = [{"cents": "5"}, {"cents": "x"}]
    assert add(event("step-functions-map", data=rows), CONTEXT) == {"cents": 5, "rejected": 1}


def test_a_user_pool_asks_its_triggers():
    check = example("user-pool/app/triggers.py", "check_sign_up")
    assert check(event("cognito-pre-sign-up"), CONTEXT)["userName"] == "alice"
    claims = example("user-pool/app/triggers.py", "add_claims")
    answered = claims(event("cognito-pre-token"), CONTEXT)["response"]
    assert "accessTokenGeneration" in answered["claimsAndScopeOverrideDetails"]


def test_a_device_and_the_edge_send_what_their_handlers_read(monkeypatch):
    assert event("iot", data={"score": 7}) == {"clientId": "device-1", "score": 7}
    request = event("cloudfront")["Records"][0]["cf"]["request"]
    assert (request["method"], request["uri"]) == ("GET", "/things/first-item")


def test_every_principal_that_may_invoke_a_function_of_a_stage_has_a_sample():
    permissions = deployed("dev", **OPTIONAL).all(aws_sdk.lambda_.Permission)
    assert {each.inputs["principal"] for each in permissions} <= set(PRINCIPALS)
    assert {each for some in PRINCIPALS.values() for each in some} <= set(SOURCES)


@pytest.mark.parametrize("file", sorted(contents.SCHEMAS.glob("*.json")), ids=lambda f: f.stem)
def test_the_sample_of_a_schema_on_record_is_valid(file: Path):
    schema = json.loads(file.read_text("utf-8"))
    jsonschema.validate(sample(schema, schema), schema)


def test_a_pattern_without_a_sample_is_an_error():
    with pytest.raises(ValueError, match="no sample of a text matches"):
        sample({"type": "string", "pattern": r"^\d{9}$"}, {})


def test_every_source_is_printed(capsys):
    for source in SOURCES:
        assert command.main(["event-sample", source]) == 0
        assert json.loads(capsys.readouterr().out)


def test_a_sample_is_written_to_a_file_with_the_data_of_another(tmp_path, capsys):
    (tmp_path / "data.json").write_text('{"n": 1}', "utf-8")
    words = ["--data", str(tmp_path / "data.json"), "--output", str(tmp_path / "event.json")]
    assert command.main(["event-sample", "sqs", *words]) == 0
    [record] = json.loads((tmp_path / "event.json").read_text("utf-8"))["Records"]
    assert (record["body"], capsys.readouterr().out) == ('{"n":1}', "")


def test_what_there_is_no_sample_for_is_said(tmp_path, capsys, monkeypatch):
    with pytest.raises(LocalError, match="no event is called Nope; there are "):
        of_event("Nope")
    with pytest.raises(LocalError, match="no service has the route GET /nope"):
        of_route("GET /nope")
    assert command.main(["event-sample", "sqs", "--data", str(tmp_path / "none")]) == 1
    assert "cannot read" in capsys.readouterr().err
    (tmp_path / "wrong").write_text("{", "utf-8")
    assert command.main(["event-sample", "sqs", "--data", str(tmp_path / "wrong")]) == 1
    assert "must be JSON" in capsys.readouterr().err
    monkeypatch.setattr(sys, "stdin", (tmp_path / "wrong").open())
    assert command.main(["event-sample", "sqs", "--data", "-"]) == 1
