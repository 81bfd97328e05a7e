"""What the cards say is what the program does, in every stage."""

from __future__ import annotations

import pulumi_aws as aws
import pytest

from services.cards import CARDS
from services.settings import SERVICES
from tests.cloud import ACCOUNT, REGION, Cloud
from tests.grants import grants, may
from tests.stage import STAGES, deployed


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


def test_every_service_has_a_card_and_every_card_a_service():
    assert sorted(card.name for card in CARDS) == sorted(SERVICES)


def test_a_service_listens_to_exactly_what_its_card_says(card, cloud):
    heard = []
    for rule in of(card.name, cloud, aws.cloudwatch.EventRule):
        pattern = rule.json("eventPattern")
        assert set(pattern) == {"source", "detail-type"}
        events = [event for event in card.listens if event.detail_type in pattern["detail-type"]]
        assert sorted(pattern["detail-type"]) == sorted(event.detail_type for event in events)
        assert sorted(pattern["source"]) == sorted({event.source for event in events})
        heard += events
    assert sorted(event.__name__ for event in heard) == sorted(e.__name__ for e in card.listens)


def test_a_service_publishes_if_and_only_if_its_card_announces(card, cloud):
    publishing = [g for g in may(cloud, "events:PutEvents") if g.service == card.name]
    assert bool(publishing) is bool(card.announces)


def test_a_publisher_can_only_speak_for_its_own_service_on_this_stages_bus(cloud):
    bus = cloud.one(aws.cloudwatch.EventBus)
    for grant in may(cloud, "events:PutEvents"):
        assert grant.condition == {"ForAllValues:StringEquals": {"events:source": grant.service}}
        assert grant.resource == f"arn:aws:cloudwatch:{REGION}:{ACCOUNT}:{bus.name}"


def test_the_bus_reaches_exactly_those_functions_that_may_publish(cloud):
    publishers = {
        grant.part.removesuffix("-permissions") for grant in may(cloud, "events:PutEvents")
    }
    told = {
        function.name.removesuffix("-function")
        for function in cloud.all(aws.lambda_.Function)
        if "EVENT_BUS" in function.inputs["environment"]["variables"]
    }
    assert told == publishers


def test_a_service_finds_exactly_those_that_its_card_says_it_calls(card, cloud, stage):
    found = {g.resource for g in may(cloud, "ssm:GetParameter") if g.service == card.name}
    region = next(r for r in cloud.resources if r.type == "pulumi:providers:aws").inputs["region"]
    assert found == {
        f"arn:aws:ssm:{region}:{ACCOUNT}:parameter/platform/{stage}/{other}/endpoint"
        for other in card.calls
    }


def test_a_service_answers_exactly_what_its_card_says(card, cloud):
    http = {route.inputs["routeKey"] for route in of(card.name, cloud, aws.apigatewayv2.Route)}
    paths = {r.name + "-id": r.name for r in of_rest(card.name, cloud, aws.apigateway.Resource)}
    rest = {
        f"{m.inputs['httpMethod']} {paths[m.inputs['resourceId']].removeprefix(f'{card.name}-api')}"
        for m in of_rest(card.name, cloud, aws.apigateway.Method)
        if m.inputs["httpMethod"] != "OPTIONS"
    }
    assert http | rest == set(card.answers)


def of_rest(service: str, cloud: Cloud, kind: type):
    return [resource for resource in cloud.all(kind) if resource.name.startswith(f"{service}-api")]


def test_a_service_owns_exactly_the_tables_its_card_says(card, cloud):
    tables = {table.name for table in of(card.name, cloud, aws.dynamodb.Table)}
    assert tables == {f"{card.name}-{table}-table" for table in card.owns}


def test_no_role_names_a_table_a_queue_or_a_function_of_another_service(cloud):
    strays = [
        grant
        for grant in grants(cloud)
        if any(f":{other}-" in grant.resource for other in SERVICES if other != grant.service)
    ]
    assert strays == []


def test_every_grant_names_its_resource_save_those_that_have_none(cloud):
    without = {grant.action for grant in grants(cloud) if grant.resource == "*"}
    assert {action for action in without if not action.startswith(("xray:", "logs:"))} == set()
    assert {grant.action for grant in grants(cloud) if "*" in grant.action} == set()


def test_no_two_functions_share_a_role(cloud):
    roles = [policy.inputs["role"] for policy in cloud.all(aws.iam.RolePolicy)]
    assert len(roles) == len(set(roles))
