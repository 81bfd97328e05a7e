from __future__ import annotations

from dataclasses import replace

import pytest

from cost import kinds
from cost.documents import READ, UNKNOWN
from cost.estimate import estimate
from cost.planned import Planned, of_digests, of_plan
from cost.prices import load
from cost.stack import Plain
from cost.usage import load as usage_of
from settings import ROOT
from tests.cost.made import queue_and_function, resource, usage
from tests.stage import OPTIONAL, deployed, deployed_with

PRICES = load("eu-west-1")
TABLE = "urn:pulumi:prod-orders::platform::aws:dynamodb/table:Table::orders-table"
PROVISIONED = {"billingMode": "PROVISIONED", "readCapacity": 1, "writeCapacity": 1}


def found(planned, given=None, services=None, prices=PRICES):
    def service(each):
        return each.name.partition("-")[0]

    return estimate(planned, given or usage(), prices, service=service, services=services)


def state(urn, **inputs):
    kind = urn.split("::")[2]
    return {"urn": urn, "type": kind, "inputs": inputs, "propertyDependencies": {"key": None}}


def without_documents(resources):
    """As a plan from nothing has them: what names another resource is not known.

    A pattern names one where it is about a bucket, which no usage here writes to.
    """
    for each in resources:
        key = READ.get(each.type) if each.type != kinds.RULE else None
        hidden = {"arn": UNKNOWN} if each.type == kinds.SCHEDULE else UNKNOWN
        yield Plain(
            type=each.type,
            name=each.name,
            urn=each.urn,
            inputs={**each.inputs, key: hidden} if key else each.inputs,
            property_dependencies=each.property_dependencies,
        )


@pytest.mark.parametrize(("file", "within"), [("api-requests", 0.001), ("shop-1997", 0.03)])
def test_a_plan_from_nothing_costs_what_the_program_does_though_its_documents_are_hidden(
    file: str, within: float
) -> None:
    resources = deployed("prod", **OPTIONAL).resources
    given = usage_of(ROOT / f"cost/usage/{file}.yaml")
    known = found(Planned(after=resources), given)
    hidden = found(Planned(after=tuple(without_documents(resources))), given)
    assert known.hidden == 0
    assert hidden.hidden > 100
    assert hidden.bill.always == known.bill.always
    assert hidden.bill.used == pytest.approx(known.bill.used, rel=within)
    assert known.unpriced == known.absent == ()


def test_a_function_whose_policy_is_hidden_reads_for_a_get_and_writes_otherwise():
    resources = tuple(without_documents(queue_and_function()))
    [work] = [each for each in resources if each.type == kinds.FUNCTION]

    def units(route):
        api = resource(kinds.API, "shop-api", protocolType="HTTP")
        joined = resource(
            "aws:apigatewayv2/integration:Integration", "joined", {"integrationUri": [work]}
        )
        served = resource(
            "aws:apigatewayv2/route:Route",
            "served",
            {"apiId": [api], "target": [joined]},
            routeKey=route,
        )
        planned = Planned(after=(*resources, api, joined, served))
        given = usage(requests={"shop": {route: 1}})
        lines = found(planned, given).bill.lines
        return {each.meter for each in lines if each.resource == "items"}

    assert units("GET /items") == {"dynamodb-reads"}
    assert units("POST /items") == {"dynamodb-reads", "dynamodb-writes"}


def test_the_arn_of_a_policy_ends_with_the_name_that_the_provider_gave():
    table, *others = queue_and_function()
    named = replace(table, inputs={**table.inputs, "name": "items-1a2b3c4"})
    policies = [each for each in others if each.type == kinds.ROLE_POLICY]
    arn = policies[0].inputs["policy"].replace("table/items", "table/items-1a2b3c4")
    policy = replace(policies[0], inputs={"policy": arn})
    after = (named, policy, *(each for each in others if each not in policies))
    lines = found(Planned(after=after), usage(events={"Placed": 1})).bill.lines
    meters = {each.meter for each in lines if each.resource == "items"}
    assert meters == {"dynamodb-reads", "dynamodb-writes"}


def test_an_event_follows_no_rule_whose_pattern_is_hidden():
    *others, rule, target = queue_and_function()
    hidden = replace(rule, inputs={"eventPattern": UNKNOWN})
    given = usage(events={"Placed": 1})
    assert found(Planned(after=(*others, rule, target)), given).bill.by_resource()["work"] > 0
    estimated = found(Planned(after=(*others, hidden, target)), given)
    assert "work" not in estimated.bill.by_resource()
    assert estimated.hidden == 1


def test_a_schedule_whose_target_is_hidden_calls_what_consumes():
    *others, _, _, _ = queue_and_function()
    [jobs] = [each for each in others if each.type == kinds.QUEUE]
    failed = resource(kinds.QUEUE, "failed")
    every = resource(
        kinds.SCHEDULE,
        "every",
        {"target": [failed, jobs]},
        scheduleExpression="rate(1 hour)",
        target={"arn": UNKNOWN},
    )
    lines = found(Planned(after=(*others, failed, every))).bill.lines
    used = {(each.resource, each.meter): each.quantity for each in lines if not each.always}
    assert used["work", "lambda-requests"] == used["every", "scheduler-runs"] == 730
    assert ("failed", "sqs-requests") not in used


def test_digests_have_what_is_deployed_and_what_would_be():
    policy = "urn:pulumi:prod-orders::platform::aws:iam/rolePolicy:RolePolicy::orders-policy"
    old, made = (f"{TABLE}-{name}" for name in ("old", "made"))
    steps = [
        {"op": "same", "urn": TABLE, "oldState": state(TABLE, a=1), "newState": state(TABLE, a=1)},
        {
            "op": "update",
            "urn": policy,
            "oldState": state(policy, policy="known", gone=1),
            "newState": state(policy, policy=UNKNOWN),
        },
        {"op": "delete", "urn": old, "oldState": state(old)},
        {"op": "create", "urn": made, "newState": state(made, **PROVISIONED)},
    ]
    planned = of_digests([{"steps": steps}, {}])
    assert [each.name for each in planned.before] == [
        "orders-table",
        "orders-policy",
        "orders-table-old",
    ]
    assert {each.name: each.inputs for each in planned.after} == {
        "orders-table": {"a": 1},
        "orders-policy": {"policy": "known"},
        "orders-table-made": PROVISIONED,
    }
    assert found(planned).change == {"orders": pytest.approx(730 * (0.000147 + 0.000735))}


def test_a_plan_says_how_inputs_differ_from_those_of_the_state():
    goal = {"type": "aws:dynamodb/table:Table"}
    changed = {"adds": {"b": 2}, "updates": {"c": 4, "d": UNKNOWN}, "deletes": ["a"]}
    plans = {TABLE: {"goal": {**goal, "inputDiff": changed}}, f"{TABLE}-old": {"goal": None}}
    planned = of_plan({"resourcePlans": plans}, [state(TABLE, a=1, c=3, d=5)])
    [table] = planned.after
    assert table.inputs == {"b": 2, "c": 4, "d": 5}
    assert planned.before[0].inputs == {"a": 1, "c": 3, "d": 5}
    assert of_plan({"resourcePlans": plans}).before is None


def test_one_service_has_its_own_lines_alone():
    planned = Planned(
        after=(
            resource(kinds.TABLE, "orders-table", **PROVISIONED),
            resource(kinds.TABLE, "users-table", **PROVISIONED),
        )
    )
    one = found(planned, services=("orders",))
    assert set(one.bill.by_resource()) == {"orders-table"}
    assert found(planned).bill.total == pytest.approx(2 * one.bill.total)


def test_what_the_usage_names_and_the_plan_lacks_is_said():
    given = usage(requests={"shop": {"GET /": 1}}, arrives={"lost": 1}, ms={"lost": 5})
    planned = Planned(after=(resource(kinds.API, "shop-api", protocolType="HTTP"),))
    assert found(planned, given).absent == ("arrives: lost", "requests: shop: GET /")


def test_nothing_of_a_network_or_a_site_is_without_a_price():
    for stack in (deployed_with("suppliers"), deployed("dev-storefront", site=True)):
        assert found(Planned(after=tuple(stack.resources))).unpriced == ()


def test_what_has_no_price_is_named_by_type_or_by_meter():
    lake = resource("aws:redshift/cluster:Cluster", "lake")
    component = resource("platform:data:Table", "component")
    machine = resource("aws:rds/instance:Instance", "data", instanceClass="db.unheard")
    estimated = found(Planned(after=(lake, component, machine)))
    assert estimated.unpriced == ("aws:redshift/cluster:Cluster", "rds-hour-db.unheard")
    assert estimated.bill.total == 0
