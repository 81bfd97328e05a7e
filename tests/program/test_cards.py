"""What the cards say is what the program does, in every stage."""

from __future__ import annotations

from collections import Counter
from typing import get_args

import pulumi_aws as aws
import pytest

from components.access import ACCOUNT_WIDE
from contracts.orders import Mode
from program.cards import CARDS
from settings import ROOT, SERVICES
from tests.cloud import ACCOUNT, REGION, Cloud
from tests.grants import grants, may
from tests.reach import reached, within
from tests.source import modules
from tests.stage import OPTIONAL, STAGES, deployed

# What reads the table for changes that never came out of its stream.
PUBLISHES_WHAT_THE_STREAM_LOST = ("services/orders/app/sweep_orders.py",)


@pytest.fixture(params=STAGES)
def stage(request) -> str:
    return request.param


@pytest.fixture
def cloud(stage) -> Cloud:
    return deployed(stage)


@pytest.fixture(params=CARDS, ids=[card.name for card in CARDS])
def card(request):
    return request.param


def of(service: str, cloud: Cloud, kind: type):
    return [resource for resource in cloud.all(kind) if resource.name.startswith(f"{service}-")]


def rules(cloud: Cloud, service: str = ""):
    """The rules on the bus of the services; those on the default bus get events of AWS."""
    return [
        resource
        for resource in cloud.all(aws.cloudwatch.EventRule)
        if resource.name.startswith(service) and resource.inputs["eventBusName"] != "default"
    ]


def test_every_service_has_a_card_and_every_card_a_service():
    assert sorted(card.name for card in CARDS) == sorted(SERVICES)


def test_each_service_is_a_bounded_context_of_its_own():
    contexts = Counter(card.context for card in CARDS)
    assert {context for context, times in contexts.items() if times > 1} == set()


def subscriptions(service: str, cloud: Cloud) -> list[tuple[str, str, str]]:
    """What each rule of a service lets through: rule, event, mode (``any`` if it does not ask)."""
    found = []
    for rule in rules(cloud, f"{service}-"):
        pattern = rule.json("eventPattern")
        modes = pattern.get("detail", {"data": {}})["data"].get("mode", ["any"])
        found += [
            (rule.name, event, mode)
            for event in pattern["detail-type"]
            for mode in modes
            if isinstance(mode, str)
        ]
    return found


def test_a_service_subscribes_to_exactly_what_its_card_says(card, cloud):
    for rule in rules(cloud, f"{card.name}-"):
        pattern = rule.json("eventPattern")
        events = [event for event in card.subscribes if event.detail_type in pattern["detail-type"]]
        assert sorted(pattern["detail-type"]) == sorted(event.detail_type for event in events)
        assert sorted(pattern["source"]) == sorted({event.source for event in events})
    subscribed = {event for _, event, _ in subscriptions(card.name, cloud)}
    assert subscribed == {event.detail_type for event in card.subscribes}


def test_an_event_of_one_mode_comes_to_a_service_by_one_rule(card, cloud):
    """Events without a mode may have several consumers, each with its own rule and queue."""
    ways = Counter((event, mode) for _, event, mode in subscriptions(card.name, cloud))
    assert [way for way, times in ways.items() if times > 1 and way[1] != "any"] == []
    for event, mode in ways:
        assert mode == "any" or (event, "any") not in ways


def test_a_consumer_of_events_with_a_mode_selects_by_mode(cloud):
    """A consumer of both modes would act on orders of the other mode, too."""
    for card in CARDS:
        for _, event, mode in subscriptions(card.name, cloud):
            [kind] = [kind for kind in card.subscribes if kind.detail_type == event]
            has_mode = "mode" in kind.__annotations__
            assert not has_mode or mode in get_args(Mode), (card.name, event)


def test_a_replay_reaches_only_the_consumer_it_is_named_for_and_no_other_system(stage):
    cloud = deployed(stage, **OPTIONAL)
    targets = {
        target.inputs["rule"]: target.inputs["arn"].split(":")[2]
        for target in cloud.all(aws.cloudwatch.EventTarget)
    }
    for rule in rules(cloud):
        consumer = rule.name.removesuffix("-rule")
        is_ours = targets[rule.name] in ("sqs", "sfn")
        named = [{"prefix": f"{consumer}."}] if is_ours else []
        assert rule.json("eventPattern")["replay-name"] == [{"exists": False}, *named], rule.name
    outside = {rule for rule, kind in targets.items() if kind not in ("sqs", "sfn")}
    assert outside - {"platform-audit-copy-rule"} == {"notifications-tell-partner-rule"}


def test_events_of_an_outbox_are_published_from_the_stream_and_by_no_handler(card, cloud):
    streams = [
        mapping
        for mapping in of(card.name, cloud, aws.lambda_.EventSourceMapping)
        if ":dynamodb:" in mapping.inputs["eventSourceArn"]
    ]
    assert bool(streams) is bool(card.outbox)
    outbox = {f"{event.__module__}.{event.__name__}" for event in card.outbox}
    by_stream: set[str] = set()
    for module, names in reached(f"services/{card.name}/app").items():
        publishes = any(within(name, "runtime.clients.event_bus") for name in names)
        if publishes and module not in PUBLISHES_WHAT_THE_STREAM_LOST:
            assert names & outbox == set(), module
        if any(name.startswith("runtime.dynamodb.outbox.outbox_publisher") for name in names):
            by_stream |= names & outbox
    assert by_stream == outbox


def test_only_the_runtime_hands_events_to_a_bus():
    makers = ("runtime/clients/event_bus.py", "runtime/clients/aws.py")
    others = [module for module in modules("services") if module not in makers]
    assert [m for m in others if "put_events" in (ROOT / m).read_text(encoding="utf-8")] == []


def test_a_service_may_publish_if_and_only_if_its_card_lists_events(card, cloud):
    publishing = [g for g in may(cloud, "events:PutEvents") if g.service == card.name]
    assert bool(publishing) is bool(card.publishes)


def test_a_function_can_publish_as_its_own_service_only_and_on_the_bus_of_its_stage(cloud):
    bus = cloud.one(aws.cloudwatch.EventBus, "platform-bus")
    for grant in may(cloud, "events:PutEvents"):
        if grant.part == "platform-audit-copy-rule-permissions":
            continue
        assert grant.condition == {"ForAllValues:StringEquals": {"events:source": grant.service}}
        assert grant.resource == f"arn:aws:cloudwatch:{REGION}:{ACCOUNT}:{bus.name}"


def test_exactly_the_functions_that_may_publish_have_the_name_of_the_bus(cloud):
    publishers = {
        grant.part.removesuffix("-permissions")
        for grant in may(cloud, "events:PutEvents")
        if grant.service != "platform"
    }
    given = {
        function.name.removesuffix("-function")
        for function in cloud.all(aws.lambda_.Function)
        if "EVENT_BUS" in function.inputs["environment"]["variables"]
    }
    assert given == publishers


def test_a_service_can_look_up_exactly_those_that_its_card_calls(card, cloud, stage):
    found = {g.resource for g in may(cloud, "ssm:GetParameter") if g.service == card.name}
    region = next(r for r in cloud.resources if r.type == "pulumi:providers:aws").inputs["region"]
    assert found == {
        f"arn:aws:ssm:{region}:{ACCOUNT}:parameter/platform/{stage}/{other}/endpoint"
        for other in card.calls
    }


def test_a_service_answers_exactly_what_its_card_says(card, cloud):
    keys = {route.inputs["routeKey"] for route in of(card.name, cloud, aws.apigatewayv2.Route)}
    http = {key for key in keys if " " in key}
    assert {key for key in keys - http if not key.startswith("$")} == set(card.messages)
    resolvers = [r.inputs for r in of(card.name, cloud, aws.appsync.Resolver)]
    fields = {f"{made['type']}.{made['field']}" for made in resolvers}
    assert {key for key in fields if key.startswith(("Query.", "Mutation."))} == set(card.fields)
    parts = {f"{r.name}-id": r.inputs for r in of_rest(card.name, cloud, aws.apigateway.Resource)}

    def path(resource: str) -> str:
        if resource not in parts:
            return ""
        return f"{path(parts[resource]['parentId'])}/{parts[resource]['pathPart']}"

    rest = {
        f"{m.inputs['httpMethod']} {path(m.inputs['resourceId'])}"
        for m in of_rest(card.name, cloud, aws.apigateway.Method)
        if m.inputs["httpMethod"] != "OPTIONS"
    }
    assert http | rest == set(card.routes)


def of_rest(service: str, cloud: Cloud, kind: type):
    return [resource for resource in cloud.all(kind) if resource.name.startswith(f"{service}-api")]


def test_a_service_owns_exactly_the_tables_and_buckets_its_card_says(card, cloud):
    kinds = {aws.dynamodb.Table: "-table", aws.s3.Bucket: "-bucket"}
    owned = {
        made.name.removeprefix(f"{card.name}-").removesuffix(suffix)
        for kind, suffix in kinds.items()
        for made in of(card.name, cloud, kind)
    }
    # What a site shows is in the program, and no data of the service.
    assert owned - {"site"} == set(card.owns)


def test_every_table_is_backed_up_every_night_or_its_card_says_why_not(card, cloud):
    prefix, suffix = f"{card.name}-", "-table"
    tables = of(card.name, cloud, aws.dynamodb.Table)
    names = {table.name.removeprefix(prefix).removesuffix(suffix) for table in tables}
    nightly = {
        grant.resource.rpartition(":")[2].removeprefix(prefix).removesuffix(suffix)
        for grant in may(cloud, "dynamodb:CreateBackup")
        if grant.service == card.name
    }
    assert nightly.isdisjoint(card.without_backup)
    assert nightly | card.without_backup.keys() == names
    assert all(card.without_backup.values())


def test_tables_of_a_stage_that_keeps_data_are_recovered_to_any_second():
    kept = [t.inputs["pointInTimeRecovery"] for t in deployed("prod").all(aws.dynamodb.Table)]
    assert kept
    assert [each for each in kept if each != {"enabled": True}] == []


def test_no_role_names_a_table_a_queue_or_a_function_of_another_service(cloud):
    strays = [
        grant
        for grant in grants(cloud)
        if any(f":{other}-" in grant.resource for other in SERVICES if other != grant.service)
    ]
    assert strays == []


def test_every_grant_names_its_resource_save_those_that_have_none(cloud):
    without = {grant.action for grant in grants(cloud) if grant.resource == "*"}
    rest = {action for action in without if not action.startswith(("xray:", "logs:"))}
    assert rest <= ACCOUNT_WIDE
    assert {grant.action for grant in grants(cloud) if "*" in grant.action} == set()


def test_no_function_may_delete_the_rows_of_a_service_but_for_those_named_here(cloud):
    deleting = {g.resource for g in may(cloud, "dynamodb:DeleteItem")}
    tables = {resource for resource in deleting if "/index/" not in resource}
    assert tables
    # A connection that was closed is no data of a service, nor is an index, which follows from the
    # catalog; an item is deleted by an agent.
    own = ("-idempotency-table", "-connections-table", "search-index-table")
    allowed = (*own, "catalog-items-table")
    assert {table for table in tables if not table.endswith(allowed)} == set()
    of_items = {g.part for g in may(cloud, "dynamodb:DeleteItem") if "catalog-items" in g.resource}
    assert of_items
    assert all(part.startswith("catalog-delete-item-") for part in of_items), of_items


def test_no_two_functions_share_a_role(cloud):
    roles = [function.inputs["role"] for function in cloud.all(aws.lambda_.Function)]
    assert len(roles) == len(set(roles))
