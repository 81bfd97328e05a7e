import json

import pytest

from bench.values import Computed, Document, Joined, Reference, planned, urns_in

ARN = Reference("queue", "arn")
NEEDED = {
    "queue": {"arn:aws:sqs:queue": ARN, "queue-id": Reference("queue", "id"), "q": ARN},
    "role": {"arn:aws:iam:role": Reference("role", "arn"), "queue-id": Reference("role", "tag")},
}
QUEUE = {"queue": NEEDED["queue"]}


def test_a_value_made_from_nothing_is_itself():
    assert planned({"a": ["arn:aws:sqs:queue"]}, {}) == {"a": ["arn:aws:sqs:queue"]}


@pytest.mark.parametrize(
    ("value", "plan"),
    [
        ("arn:aws:sqs:queue", ARN),
        ({"a": [1, "arn:aws:sqs:queue"], "b": True}, {"a": [1, ARN], "b": True}),
        ("arn:aws:sqs:queue/*", Joined((ARN, "/*"))),
        ("to arn:aws:sqs:queue.", Joined(("to ", ARN, "."))),
        (json.dumps({"to": ["arn:aws:sqs:queue"], "n": 1}), Document({"to": [ARN], "n": 1})),
        ("q", ARN),
    ],
    ids=["handed on", "inside", "with an end", "in the middle", "in JSON", "short"],
)
def test_an_output_is_found_where_the_recording_has_its_text(value, plan):
    assert planned(value, QUEUE) == plan


def test_a_short_text_inside_another_is_no_output():
    assert planned("quick", QUEUE) == Computed("quick", ("queue",))


def test_an_id_is_its_owners_even_if_another_has_it_as_an_input():
    plan = planned(["queue-id", "arn:aws:iam:role"], NEEDED)
    assert plan == [Reference("queue", "id"), Reference("role", "arn")]


def test_what_cannot_be_found_is_waited_for_all_the_same():
    assert planned("something else", NEEDED) == Computed("something else", ("queue", "role"))


def test_a_plan_knows_what_it_is_made_from():
    plan = [
        {"a": Document({"b": ARN})},
        Joined(("x", Reference("role", "arn"))),
        Computed(1, ("t",)),
    ]
    assert urns_in(plan) == {"queue", "role", "t"}
