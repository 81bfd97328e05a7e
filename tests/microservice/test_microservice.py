from __future__ import annotations

import json
from dataclasses import replace

import pulumi_aws as aws
import pytest

from components.api.route import Route
from components.compute.presets import PRESETS
from components.data.table import Index, TableArgs
from components.objects.bucket import BucketArgs
from components.workflow.definition import Definition
from components.workflow.states import Succeed
from components.workflow.workflow import WorkflowArgs
from microservice.microservice import Microservice
from settings import PROJECT
from tests.cloud import Recorded
from tests.grants import may
from tests.microservice.sample import CARD, made

Function, Table = aws.lambda_.Function, aws.dynamodb.Table


def function(define) -> Recorded:
    """The only function of a definition."""
    return made(define).one(Function)


def memory_and_timeout(define) -> tuple[int, int]:
    inputs = function(define).inputs
    return inputs["memorySize"], inputs["timeout"]


def values(preset: str) -> tuple[int, int]:
    return PRESETS[preset].memory, PRESETS[preset].timeout


def test_a_function_behind_an_api_and_one_of_a_state_machine_have_their_presets():
    assert memory_and_timeout(lambda service: service.function("get_order")) == values("api")
    assert memory_and_timeout(lambda service: service.task("cancel_order")) == values("simple")


@pytest.mark.parametrize("kind", [Microservice.function, Microservice.task])
def test_a_function_takes_another_preset_or_a_timeout_of_its_own(kind):
    assert memory_and_timeout(lambda service: kind(service, "get_order", preset="image")) == values(
        "image"
    )
    assert memory_and_timeout(
        lambda service: kind(service, "get_order", preset="compute", timeout=300)
    ) == (PRESETS["compute"].memory, 300)


def test_every_option_of_a_function_can_be_given():
    def define(service: Microservice) -> None:
        usual = service.functions.behind_api("get_order")
        service.function(
            replace(usual, memory=2048, reserved_concurrency=5, ephemeral_storage=1024),
            variables={"ORDER_MODE": "saga"},
        )

    inputs = function(define).inputs
    assert inputs["memorySize"] == 2048
    assert inputs["timeout"] == PRESETS["api"].timeout
    assert inputs["reservedConcurrentExecutions"] == 5
    assert inputs["ephemeralStorage"] == {"size": 1024}
    assert inputs["environment"]["variables"]["ORDER_MODE"] == "saga"
    assert inputs["environment"]["variables"]["CORS_ORIGIN"] == "*"


def test_grants_of_a_call_come_to_those_of_the_arguments():
    def define(service: Microservice) -> None:
        table = service.table("rows", TableArgs(key="id"))
        usual = replace(service.functions.task("cancel_order"), uses=(table.read("READ_TABLE"),))
        service.task(usual, uses=[table.write("WRITE_TABLE")])

    variables = function(define).inputs["environment"]["variables"]
    assert variables["READ_TABLE"] == variables["WRITE_TABLE"] == "orders-rows-table"


def test_every_option_of_a_table_can_be_given_and_the_rest_is_the_stages():
    def define(service: Microservice) -> None:
        index = Index(name="byDay", key="day")
        args = TableArgs(key="id", sort="at", ttl="until", stream=True, indexes=(index,))
        service.table("rows", args)
        service.table(
            "kept", TableArgs(key="id", defaults=replace(service.defaults, keep_data=True))
        )

    cloud = made(define)
    rows, kept = cloud.one(Table, "orders-rows-table"), cloud.one(Table, "orders-kept-table")
    assert (rows.inputs["hashKey"], rows.inputs["rangeKey"]) == ("id", "at")
    assert rows.inputs["ttl"]["attributeName"] == "until"
    assert rows.inputs["streamEnabled"] is True
    assert [index["name"] for index in rows.inputs["globalSecondaryIndexes"]] == ["byDay"]
    assert rows.inputs["tags"] == kept.inputs["tags"] == {"service": "orders"}
    assert (rows.protect, kept.protect) == (False, True)


def test_every_option_of_a_bucket_and_a_workflow_can_be_given():
    def define(service: Microservice) -> None:
        service.bucket("files", BucketArgs(versioned=False))
        done = Definition((Succeed("Done"),))
        service.workflow("run", WorkflowArgs(definition=done, failure_percent=7))

    cloud = made(define)
    versioning = cloud.one(aws.s3.BucketVersioning)
    assert versioning.inputs["versioningConfiguration"]["status"] == "Suspended"
    assert "orders-run-failures-alarm" in {r.name for r in cloud.all(aws.cloudwatch.MetricAlarm)}
    assert cloud.one(aws.s3.Bucket).inputs["tags"] == {"service": "orders"}
    assert cloud.one(aws.sfn.StateMachine).inputs["tags"] == {"service": "orders"}


@pytest.mark.parametrize("kind", [Microservice.http_api, Microservice.rest_api])
def test_an_api_has_the_stages_defaults_or_those_that_it_is_given(kind):
    def burst(changes) -> float:
        def define(service: Microservice) -> None:
            route = Route.get("/orders", service.function("list_orders"))
            kind(service, route, defaults=replace(service.defaults, **changes))

        settings = [
            r.inputs.get("defaultRouteSettings") or r.inputs["settings"]
            for r in made(define).resources
            if "defaultRouteSettings" in r.inputs or "settings" in r.inputs
        ]
        [found] = {each["throttlingBurstLimit"] for each in settings}
        return found

    assert burst({}) == 100
    assert burst({"throttle_burst": 7}) == 7


def test_a_service_registers_its_name_as_event_source_and_the_url_of_its_api():
    assert set(made(lambda service: None).result) == {"event-source"}
    cloud = made(
        lambda service: service.http_api(
            Route.get("/orders", service.function("list_orders"), public=True)
        )
    )
    names = {r.inputs["name"]: r.inputs["insecureValue"] for r in cloud.all(aws.ssm.Parameter)}
    assert set(names) == {f"/{PROJECT}/dev/orders/{key}" for key in ("endpoint", "event-source")}
    assert names[f"/{PROJECT}/dev/orders/event-source"] == "orders"
    assert cloud.result["endpoint"] == names[f"/{PROJECT}/dev/orders/endpoint"]


def test_resources_that_a_service_makes_itself_are_beside_those_of_the_frame():
    def define(service: Microservice) -> None:
        aws.sns.Topic(service.named("own_topic"), tags=service.defaults.tags, opts=service.child)

    topic = made(define).one(aws.sns.Topic)
    assert topic.name == "orders-own-topic"
    assert topic.parent.endswith("platform:services:Sample::orders")


def test_an_alarm_on_a_metric_of_the_service():
    alarm = made(lambda service: service.alarm_on("too_late", "TooLate")).one(
        aws.cloudwatch.MetricAlarm
    )
    assert alarm.name == "orders-too-late-alarm"
    assert (alarm.inputs["metricName"], alarm.inputs["namespace"]) == ("TooLate", f"{PROJECT}-dev")


def test_a_grant_to_call_is_for_the_endpoint_of_a_service_that_the_card_names():
    cloud = made(lambda service: service.function("get_order", uses=[service.call("catalog")]))
    [grant] = may(cloud, "ssm:GetParameter")
    assert grant.resource.endswith(f":parameter/{PROJECT}/dev/catalog/endpoint")
    with pytest.raises(ValueError, match="orders calls payments, which its card does not list"):
        made(lambda service: service.call("payments"))


def test_a_service_without_events_cannot_publish():
    with pytest.raises(
        ValueError, match="orders publishes, but its card lists no event under publishes"
    ):
        made(lambda service: service.publish(), replace(CARD, publishes=()))


def test_the_dashboard_has_the_name_of_the_service():
    dashboard = made(lambda service: service.task("cancel_order")).one(aws.cloudwatch.Dashboard)
    assert dashboard.inputs["dashboardName"] == f"{PROJECT}-dev-orders"
    assert "orders-cancel-order-function" in json.dumps(dashboard.json("dashboardBody"))
