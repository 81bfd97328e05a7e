from __future__ import annotations

import json

import pytest

from cost import kinds
from cost.bill import bills, floor
from cost.line import HOURS
from cost.prices import load
from cost.usage import UsageError
from tests.cost.made import queue_and_function, resource, usage

PRICES = load("us-east-1")


def quantities(resources, volume="expected", **changes):
    """What is used at a volume, by resource and meter."""
    bill = bills(resources, usage(**changes), PRICES)[volume]
    return {(line.resource, line.meter): line.quantity for line in bill.lines if not line.always}


def test_an_event_is_a_message_an_invocation_and_items_of_a_table():
    found = quantities(queue_and_function(), events={"Placed": 1}, ms={"work": 200})
    assert found["bus", "eventbridge-events"] == 1_000_000
    assert found["jobs", "sqs-requests"] == 3_000_000
    assert found["work", "lambda-requests"] == 1_000_000
    assert found["work", "lambda-gb-seconds-arm64"] == pytest.approx(1_000_000 * 0.2 * 0.5)
    assert found["items", "dynamodb-reads"] == found["items", "dynamodb-writes"] == 1_000_000


def test_a_batch_is_one_invocation_and_no_larger_than_that_of_the_mapping():
    found = quantities(queue_and_function(), events={"Placed": 1}, batch={"work": 5})
    assert found["work", "lambda-requests"] == 200_000
    assert found["jobs", "sqs-requests"] == pytest.approx(1_400_000)
    limited = quantities(queue_and_function(batchSize=2.0), arrives={"jobs": 1}, batch={"work": 5})
    assert limited["work", "lambda-requests"] == 500_000


def test_a_rule_takes_its_share_and_no_other_event():
    some = quantities(queue_and_function(), events={"Placed": 1}, shares={"placed": 0.25})
    assert some["work", "lambda-requests"] == 250_000
    assert ("work", "lambda-requests") not in quantities(queue_and_function(), events={"Other": 1})


@pytest.mark.parametrize(("mode", "count"), [("saga", 0), ("choreography", 10), (None, 10)])
def test_a_rule_that_selects_by_data_takes_what_it_selects(mode, count):
    *others, rule, target = queue_and_function()
    asked = {"detail-type": ["Placed"], "detail": {"data": {"mode": ["choreography", EMPTY]}}}
    chosen = resource(kinds.RULE, rule.name, eventPattern=json.dumps(asked))
    event = {"count": 1, "data": {"mode": mode} if mode else {}}
    found = quantities([*others, chosen, target], volume="low", events={"Placed": event})
    assert found.get(("work", "lambda-requests"), 0) == count * 100


EMPTY = {"exists": False}


def test_a_function_that_writes_the_table_whose_stream_invokes_it_is_counted_once():
    table, role, policy, function, *_ = queue_and_function()
    source = resource(
        kinds.MAPPING,
        "changes-source",
        {"eventSourceArn": [table], "functionName": [function]},
        batchSize=1.0,
    )
    found = quantities([table, role, policy, function, source], arrives={"items": 1})
    assert found["work", "lambda-requests"] == 1_000_000


def test_tables_that_are_known_better_are_as_they_are_said():
    known = {"items": {"reads": 3, "writes": 0.5}}
    found = quantities(queue_and_function(), events={"Placed": 1}, tables=known)
    assert found["items", "dynamodb-reads"] == 3_000_000
    assert found["items", "dynamodb-writes"] == 500_000


def test_a_route_invokes_its_function():
    api = resource(kinds.REST_API, "shop-api")
    path = resource(kinds.REST_RESOURCE, "shop/items", {"parentId": [api]}, pathPart="items")
    function = resource(kinds.FUNCTION, "list")
    integration = resource(
        kinds.REST_INTEGRATION,
        "list-integration",
        {"restApi": [api], "resourceId": [path], "uri": [function]},
        httpMethod="GET",
    )
    stack = [api, path, function, integration]
    found = quantities(stack, requests={"shop": {"GET /items": 2}})
    assert found["shop-api", "rest-api-requests"] == found["list", "lambda-requests"] == 2_000_000
    assert found["list", "lambda-gb-seconds-x86_64"] == pytest.approx(2_000_000 * 0.05 / 8)
    with pytest.raises(UsageError, match="requests: shop: this stage has no GET /item; it has GET"):
        quantities(stack, requests={"shop": {"GET /item": 2}})


def test_a_workflow_is_billed_by_its_states_and_invokes_its_functions():
    function = resource(kinds.FUNCTION, "step")
    states = {
        "A": {"Type": "Task", "Next": "B"},
        "B": {"Type": "Choice", "Choices": [], "Default": "C"},
        "C": {"Type": "Parallel", "Branches": [{"StartAt": "D", "States": {"D": {}}}] * 2},
    }
    machine = resource(
        kinds.MACHINE,
        "flow",
        {"definition": [function]},
        definition=json.dumps({"StartAt": "A", "States": states}),
        type="STANDARD",
    )
    found = quantities([function, machine], volume="low", arrives={"flow": 1})
    # Into A, B, C, out of C, and one state of each branch.
    assert found["flow", "sfn-transitions"] == 6_000
    assert found["step", "lambda-requests"] == 1000


def test_what_is_always_on_is_paid_for_without_use():
    metrics = [{"id": "a", "metric": {}}, {"id": "b", "metric": {}}, {"id": "c", "expression": ""}]
    stage = {"cacheClusterEnabled": True, "cacheClusterSize": "0.5"}
    stack = [
        *queue_and_function(),
        resource(kinds.ALARM, "one"),
        resource("aws:cloudwatch/compositeAlarm:CompositeAlarm", "any"),
        resource(kinds.ALARM, "share", metricQueries=metrics),
        resource(kinds.STREAM, "clicks", shardCount=2.0),
        resource(kinds.REST_STAGE, "stage", **stage),
        resource("aws:rds/instance:Instance", "db", instanceClass="db.t4g.micro", multiAz=True),
    ]
    bill = floor(stack, PRICES)
    costs = {(line.resource, line.meter): bill.cost(line) for line in bill.lines}
    assert costs["one", "metric-alarm"] == 0.1
    assert costs["any", "composite-alarm"] == 0.5
    assert costs["share", "metric-alarm"] == 0.2
    assert costs["clicks", "kinesis-shard-hour"] == pytest.approx(2 * 0.015 * HOURS)
    assert costs["stage", "api-cache-hour-0.5"] == pytest.approx(0.02 * HOURS)
    assert costs["db", "rds-hour-db.t4g.micro"] == pytest.approx(2 * 0.016 * HOURS)
    # Five pollers, three times a minute, for a month: 657,000 requests.
    assert costs["jobs", "sqs-requests"] == pytest.approx(0.2628)
    assert bill.used == 0
    assert bill.always == pytest.approx(sum(costs.values()))


def test_the_free_tier_is_apart_and_shared_by_resources():
    found = bills(queue_and_function(), usage(arrives={"work": 1}), PRICES)
    low, expected = found["low"], found["expected"]
    polls = 0.2628
    assert low.free == pytest.approx(low.used + polls - reads_and_writes(low))
    # A million invocations of 50 ms at 512 MB are 25,000 GB-seconds: free, as are the requests.
    lines = [line for line in expected.lines if line.service == "Lambda"]
    assert sum(map(expected.cost, lines)) == pytest.approx(0.20 + 25_000 * 0.0000133334)
    assert expected.free == pytest.approx(expected.total - reads_and_writes(expected))


def reads_and_writes(bill):
    return sum(bill.cost(line) for line in bill.lines if line.service == "DynamoDB")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"arrives": {"job": 1}}, "arrives: this stage has no job; it has items, jobs, work"),
        ({"ms": {"other": 1}}, "ms: this stage has no other; it has default, work"),
        ({"shares": {"x": 1}}, "shares: this stage has no x"),
        ({"storage_gb": {"bucket": 1}}, "storage_gb: this stage has no bucket; it has items"),
        ({"requests": {"api": {}}}, "requests: this stage has no api"),
    ],
)
def test_a_name_that_the_stage_does_not_have_is_refused_with_those_it_has(changes, said):
    with pytest.raises(UsageError, match=said):
        bills(queue_and_function(), usage(**changes), PRICES)


def test_warm_copies_of_a_function_are_paid_for_all_the_time():
    function = resource(kinds.FUNCTION, "pay", memorySize=1769.0, architectures=["arm64"])
    given = {"provisionedConcurrentExecutions": 2.0}
    config = resource(kinds.WARM, "pay-provisioned", {"functionName": [function]}, **given)
    [line] = floor([function, config], PRICES).lines
    assert (line.meter, line.always) == ("lambda-provisioned-gb-seconds-arm64", True)
    assert line.quantity == pytest.approx(2 * 1769 / 1024 * HOURS * 3600)


def test_requests_of_a_site_pass_its_functions_its_web_acl_and_its_log():
    acl = resource(kinds.WEB_ACL, "guard", rules=[{}, {}])
    filtered = {"loggingFilter": {"defaultBehavior": "DROP"}}
    log = resource(kinds.WEB_ACL_LOG, "guard-logging", {"resourceArn": [acl]}, **filtered)
    viewer = resource(kinds.VIEWER_FUNCTION, "rewrite")
    edge = resource(kinds.FUNCTION, "sign", memorySize=128.0)
    refers = {
        "webAclId": [acl],
        "defaultCacheBehavior": [viewer],
        "orderedCacheBehaviors": [viewer, edge],
    }
    site = resource(kinds.DISTRIBUTION, "site", refers)
    source = resource(kinds.LOG_SOURCE, "source", {"resourceArn": [site]})
    delivery = resource(kinds.LOG_DELIVERY, "delivery", {"deliverySourceName": [source]})
    stack = [acl, log, viewer, edge, site, source, delivery]
    found = quantities(stack, arrives={"site": 1}, shares={"sign": 0.1}, ms={"sign": 10})
    assert found["site", "cloudfront-requests"] == 1_000_000
    assert found["rewrite", "cloudfront-function-requests"] == 1_000_000
    assert found["sign", "edge-lambda-requests"] == 100_000
    assert found["sign", "edge-lambda-gb-seconds"] == pytest.approx(100_000 * 0.01 / 8)
    assert found["guard", "waf-requests"] == 1_000_000
    assert found["delivery", "log-gb"] == pytest.approx(1_000_000 / 1024 / 1024)
    assert ("guard-logging", "log-gb") not in found
    logged = quantities(stack, arrives={"site": 1}, shares={"guard-logging": 0.5})
    assert logged["guard-logging", "log-gb"] == pytest.approx(500_000 / 1024 / 1024)
    assert PRICES.of("edge-lambda-requests") == 6 * PRICES.of("cloudfront-function-requests")


def test_messages_of_clients_are_billed_with_their_rule_and_go_on():
    function = resource(kinds.FUNCTION, "work")
    rule = resource(kinds.TOPIC_RULE, "said", {"lambdas": [function]})
    found = quantities([function, rule], arrives={"said": 1})
    assert found["said", "iot-messages"] == found["work", "lambda-requests"] == 1_000_000
    assert found["said", "iot-rules"] == 2_000_000


def test_images_of_containers_are_paid_for_by_their_size():
    repository = resource(kinds.REPOSITORY, "feed")
    assert quantities([repository], fixed_gb={"feed": 0.5}) == {("feed", "ecr-storage-gb"): 0.5}


def test_what_a_flow_log_takes_is_a_log():
    found = quantities([resource(kinds.FLOW_LOG, "rejected")], arrives={"rejected": 1})
    assert found["rejected", "log-gb"] == pytest.approx(1_000_000 / 1024 / 1024)
