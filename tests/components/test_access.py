import json
from dataclasses import replace

import pulumi
import pytest

from components.access import Access, assumed_by, environment, policy, statements
from tests.cloud import deploy

QUEUE = "arn:aws:sqs:eu-west-1:123456789012:bills"


def send(**changes):
    given = {"actions": ("sqs:SendMessage",), "resources": (QUEUE,)}
    return Access(**{**given, **changes})


def test_a_statement_allows_exactly_the_actions_on_exactly_the_resources():
    [allowed] = statements(send(actions=("sqs:SendMessage", "sqs:GetQueueUrl")))
    assert allowed == {
        "Effect": "Allow",
        "Action": ["sqs:SendMessage", "sqs:GetQueueUrl"],
        "Resource": [QUEUE],
    }


def test_a_condition_narrows_the_statement():
    condition = {"StringEquals": {"events:source": "orders"}}
    [allowed] = statements(send(condition=condition))
    assert allowed["Condition"] == condition


@pytest.mark.parametrize("action", ["sqs:*", "*", "sqs:Send*", "SendMessage"])
def test_an_action_with_a_wildcard_is_refused(action):
    with pytest.raises(ValueError) as refused:
        send(actions=("sqs:GetQueueUrl", action))
    assert str(refused.value) == (
        f"an action must be named in full, as sqs:SendMessage, got {action}"
    )


@pytest.mark.parametrize("missing", ["actions", "resources"])
def test_a_grant_without_actions_or_resources_is_refused(missing):
    with pytest.raises(ValueError, match=r"^a grant needs at least one action and one resource$"):
        send(**{missing: ()})


def test_a_grant_on_every_resource_is_refused():
    with pytest.raises(ValueError) as refused:
        send(resources=(QUEUE, "*"))
    assert str(refused.value) == ("a grant must name its resources, got * for sqs:SendMessage")


@pytest.mark.parametrize("action", ["dynamodb:ListBackups", "dynamodb:ListStreams"])
def test_an_action_without_resource_level_permissions_may_be_on_every_resource(action):
    assert send(actions=(action,), resources=("*",)).resources == ("*",)
    with pytest.raises(ValueError, match="must name its resources"):
        send(actions=(action, "dynamodb:CreateBackup"), resources=("*",))


def test_a_grant_cannot_be_changed():
    with pytest.raises(AttributeError):
        send().actions = ("sqs:DeleteQueue",)


def test_grants_set_environment_variables():
    accesses = [send(environment={"BILLS": "bills"}), send(environment={"MAIL": "mail"}), send()]
    assert environment(accesses) == {"BILLS": "bills", "MAIL": "mail"}


def test_two_grants_may_set_a_variable_to_the_same_value():
    url = pulumi.Output.from_input("url")
    twice = [send(environment={"BILLS": url, "ROOT": "/platform/" + name}) for name in ("dev",) * 2]
    assert environment(twice) == {"BILLS": url, "ROOT": "/platform/dev"}


@pytest.mark.parametrize(
    "other", ["mail", pulumi.Output.from_input("bills")], ids=["a text", "an output"]
)
def test_two_grants_that_set_a_variable_to_different_values_are_refused(other):
    with pytest.raises(ValueError) as refused:
        environment([send(environment={"BILLS": "bills"}), send(environment={"BILLS": other})])
    assert str(refused.value) == "two grants set the variable BILLS; give one another name"


def test_one_service_alone_may_assume_a_role():
    document = deploy(lambda: assumed_by("lambda.amazonaws.com")).result
    assert json.loads(document) == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "lambda.amazonaws.com"},
                "Action": "sts:AssumeRole",
            }
        ],
    }


def test_a_role_may_be_assumed_for_one_resource_alone():
    rule = pulumi.Output.from_input("arn:aws:events:eu-west-1:123456789012:rule/placed")
    document = deploy(lambda: assumed_by("events.amazonaws.com", rule)).result
    [trust] = json.loads(document)["Statement"]
    assert trust["Principal"] == {"Service": "events.amazonaws.com"}
    assert trust["Condition"] == {
        "ArnEquals": {"aws:SourceArn": "arn:aws:events:eu-west-1:123456789012:rule/placed"}
    }


def test_outputs_inside_a_document_are_resolved():
    access = send(resources=(pulumi.Output.concat(QUEUE, "-", pulumi.Output.from_input("fast")),))
    document = deploy(lambda: policy(*statements(access))).result
    assert json.loads(document)["Statement"][0]["Resource"] == [f"{QUEUE}-fast"]


def test_a_grant_for_an_occasion_says_it_in_the_name_of_its_statement():
    rare = send().when("an event comes twice")
    assert [
        each.get("Sid") for each in statements(rare, send(), rare, send().when("it fails"))
    ] == [
        "WhenAnEventComesTwice",
        None,
        "WhenAnEventComesTwice2",
        "WhenItFails",
    ]
    assert replace(rare, occasion="") == send()


@pytest.mark.parametrize("occasion", ["An event", "an event, twice", " late", "a--b"])
def test_an_occasion_that_cannot_be_a_name_is_refused(occasion):
    with pytest.raises(ValueError, match="an occasion must be lower-case words"):
        send().when(occasion)
