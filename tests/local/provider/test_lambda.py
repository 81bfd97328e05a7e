"""Functions on the emulator: what they are, how they run, and what feeds them."""

from __future__ import annotations

import json

import pytest

from tests.local.provider.lambda_world import archive, function, invoke
from tests.local.provider.walk import walk

LAYER = "aws:lambda/layerVersion:LayerVersion"

COUNTING = """
import os

class OutOfStock(Exception):
    pass

count = 0

def handle(event, context):
    global count
    count += 1
    if event == "fail":
        raise OutOfStock("none left")
    return {"count": count, "says": os.environ.get("WORD"), "name": context.function_name}
"""


@pytest.fixture
def counter(shop):
    return function(shop, "counter", COUNTING, environment={"variables": {"WORD": "hello"}})


def test_a_function(counter):
    walk(
        counter,
        code=archive(app__main="def handle(event, context):\n    return 1\n"),
        environment=None,
        description="for a test",
        loggingConfig={"logFormat": "Text", "logGroup": "/elsewhere"},
        memorySize=512,
        reservedConcurrentExecutions=3,
        tags={"team": "a"},
    )


def test_new_code_leaves_the_configuration_alone(counter):
    before = counter.provider.cloud.client("lambda").get_function(FunctionName=counter.id)
    assert invoke(counter) == ({"count": 1, "says": "hello", "name": counter.id}, None)
    code = archive(app__main="def handle(event, context):\n    return 2\n")
    assert list(counter.diff(code=code).updates) == ["code"]
    counter.update(code=code)
    after = counter.provider.cloud.client("lambda").get_function(FunctionName=counter.id)
    assert invoke(counter) == (2, None)
    assert after["Configuration"]["CodeSha256"] != before["Configuration"]["CodeSha256"]
    assert after["Configuration"]["Environment"] == before["Configuration"]["Environment"]


def test_a_new_variable_leaves_the_code_alone(counter):
    before = counter.state["codeSha256"]
    counter.update(environment={"variables": {"WORD": "bye"}})
    assert counter.state["codeSha256"] == before
    assert invoke(counter)[0]["says"] == "bye"


def test_the_runtime_on_the_wire_is_not_what_the_state_says(counter):
    found = counter.provider.cloud.client("lambda").get_function_configuration(
        FunctionName=counter.id
    )
    assert found["Runtime"] == "provided.al2023"
    assert counter.state["runtime"] == "python3.12"
    assert counter.state["environment"] == {"variables": {"WORD": "hello"}}


def test_an_error_keeps_its_name_and_the_function_its_memory(counter):
    assert invoke(counter)[0]["count"] == 1
    report, error = invoke(counter, "fail")
    assert error == "Unhandled"
    assert (report["errorType"], report["errorMessage"]) == ("OutOfStock", "none left")
    assert "raise OutOfStock" in report["stackTrace"][0]
    assert invoke(counter)[0]["count"] == 3


def test_what_a_handler_prints_is_in_its_log(shop):
    code = "def handle(event, context):\n    print('got', event)\n"
    made = function(
        shop, "printer", code, loggingConfig={"logFormat": "Text", "logGroup": "/printer"}
    )
    invoke(made, {"a": 1})
    logs = made.provider.cloud.client("logs").filter_log_events(logGroupName="/printer")["events"]
    lines = [event["message"].split(" RequestId")[0] for event in logs]
    assert lines[:3] == ["START", "got {'a': 1}", "END"]


def test_a_function_calls_the_emulator_and_no_one_else(shop, emulator_endpoint):
    code = (
        "import os\n\ndef handle(event, context):\n"
        "    return [os.environ['AWS_ENDPOINT_URL'], os.environ['AWS_REGION']]\n"
    )
    assert invoke(function(shop, "caller", code))[0] == [emulator_endpoint, "eu-west-1"]


def test_a_function_imports_from_its_layers(shop):
    layer = shop.make(
        LAYER,
        "words",
        layerName="words",
        code=archive(python__words="WORD = 'from a layer'\n"),
    )
    code = "import words\n\ndef handle(event, context):\n    return words.WORD\n"
    made = function(shop, "reader", code, layers=[layer.id])
    assert invoke(made) == ("from a layer", None)
    assert made.read() == (made.state, made.inputs)
    assert made.diff(layers=[]).updates.keys() == {"layers"}


def test_a_version_of_a_layer(shop):
    layer = shop.make(LAYER, "one", layerName="one", code=archive(python__one="A = 1\n"))
    assert layer.state["version"] == "1"
    assert layer.diff(code=archive(python__one="A = 2\n")).replacements.keys() == {"code"}
    walk(layer)


def test_a_handler_that_cannot_be_imported_says_so(shop):
    made = function(shop, "broken", "import nowhere\n")
    report, error = invoke(made)
    assert (error, report["errorType"]) == ("Unhandled", "Runtime.ImportModuleError")
    assert "No module named 'nowhere'" in report["errorMessage"]


def test_a_permission(shop, counter):
    made = shop.make(
        "aws:lambda/permission:Permission",
        "p",
        action="lambda:InvokeFunction",
        function=counter.id,
        principal="apigateway.amazonaws.com",
        sourceArn="arn:aws:execute-api:eu-west-1:000000000000:api/*/GET/",
    )
    assert made.diff(principal="sns.amazonaws.com").delete_first
    walk(made)


def test_a_version_and_its_alias(shop):
    published = function(shop, "published", COUNTING, publish=True)
    assert published.state["version"] == "1"
    alias = shop.make(
        "aws:lambda/alias:Alias", "live", functionName=published.id, functionVersion="1"
    )
    published.update(memorySize=512)
    assert published.state["version"] == "2"
    walk(alias, functionVersion="2", description="newer")


def test_where_the_failures_of_a_function_go(shop, counter):
    queue = shop.make("aws:sqs/queue:Queue", "failures").state["arn"]
    made = shop.make(
        "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
        "f",
        functionName=counter.id,
        maximumRetryAttempts=1,
        destinationConfig={"onFailure": {"destination": queue}},
    )
    walk(made, maximumRetryAttempts=0, maximumEventAgeInSeconds=60)


@pytest.fixture
def mapping(shop, counter):
    queue = shop.make("aws:sqs/queue:Queue", "work").state["arn"]
    return shop.make(
        "aws:lambda/eventSourceMapping:EventSourceMapping",
        "m",
        eventSourceArn=queue,
        functionName=counter.state["arn"],
        batchSize=5,
        functionResponseTypes=["ReportBatchItemFailures"],
        scalingConfig={"maximumConcurrency": 5},
        filterCriteria={"filters": [{"pattern": json.dumps({"body": {"kind": ["order"]}})}]},
    )


def test_a_queue_that_feeds_a_function(mapping):
    walk(mapping, batchSize=1, scalingConfig=None, enabled=False)


def test_a_mapping_forgets_what_the_program_no_longer_says(mapping):
    mapping.update(scalingConfig=None, filterCriteria=None)
    client = mapping.provider.cloud.client("lambda")
    found = client.get_event_source_mapping(UUID=mapping.id)
    assert not found.get("ScalingConfig")
    assert not found["FilterCriteria"]["Filters"]


@pytest.fixture
def stream(shop, counter):
    """A table whose changes feed a function, as an outbox does."""
    table = shop.make(
        "aws:dynamodb/table:Table",
        "rows",
        billingMode="PAY_PER_REQUEST",
        hashKey="pk",
        attributes=[{"name": "pk", "type": "S"}],
        streamEnabled=True,
        streamViewType="NEW_AND_OLD_IMAGES",
    )
    dead = shop.make("aws:sqs/queue:Queue", "dead").state["arn"]
    return shop.make(
        "aws:lambda/eventSourceMapping:EventSourceMapping",
        "m",
        eventSourceArn=table.state["streamArn"],
        functionName=counter.state["arn"],
        startingPosition="TRIM_HORIZON",
        batchSize=10,
        bisectBatchOnFunctionError=True,
        maximumRetryAttempts=5,
        maximumRecordAgeInSeconds=3600,
        maximumBatchingWindowInSeconds=0,
        parallelizationFactor=1,
        destinationConfig={"onFailure": {"destinationArn": dead}},
        filterCriteria={"filters": [{"pattern": json.dumps({"eventName": ["INSERT"]})}]},
    )


def test_a_stream_that_feeds_a_function(stream):
    assert stream.diff(startingPosition="LATEST").replacements.keys() == {"startingPosition"}
    walk(
        stream,
        batchSize=5,
        bisectBatchOnFunctionError=False,
        maximumRetryAttempts=3,
        parallelizationFactor=2,
        filterCriteria=None,
    )


def test_where_the_failures_of_a_stream_go_is_forgotten_with_the_program(stream):
    client = stream.provider.cloud.client("lambda")
    found = client.get_event_source_mapping(UUID=stream.id)
    assert "dead" in found["DestinationConfig"]["OnFailure"]["Destination"]
    stream.update(destinationConfig=None, maximumRecordAgeInSeconds=None)
    found = client.get_event_source_mapping(UUID=stream.id)
    assert not found["DestinationConfig"].get("OnFailure")
    assert found["MaximumRecordAgeInSeconds"] == -1
