"""The answers that the SDK is given are those that it would work out."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws
import pytest
from pulumi import _types
from pulumi.runtime import resource

from local.toolchain import known_answers
from tests.cloud import deploy

STACK = "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev"
CHILD = "urn:pulumi:dev::shop::shop:index:Worker$aws:sqs/queue:Queue::jobs"


def value_of(output):
    """What an output has when a program has ended."""
    return deploy(lambda: output()).result


@pytest.mark.parametrize("parent", [STACK, CHILD])
def test_a_urn_of_text_is_the_one_of_the_sdk(parent):
    given = ("failed-jobs", "aws:sqs/queue:Queue", parent)
    expected = value_of(lambda: known_answers._create_urn(*given))
    assert expected.endswith("$aws:sqs/queue:Queue::failed-jobs")
    assert value_of(lambda: known_answers.urn(*given)) == expected


def test_a_urn_of_an_output_or_without_a_parent_is_left_to_the_sdk(monkeypatch):
    asked = []
    monkeypatch.setattr(known_answers, "_create_urn", lambda *given, **more: asked.append(given))
    output = pulumi.Output.from_input(STACK)
    known_answers.urn("jobs", "aws:sqs/queue:Queue", output)
    known_answers.urn("jobs", "aws:sqs/queue:Queue")
    assert asked == [
        ("jobs", "aws:sqs/queue:Queue", output),
        ("jobs", "aws:sqs/queue:Queue", None),
    ]


def test_programs_of_the_engine_and_of_the_tests_use_them():
    assert resource.create_urn is known_answers.urn
    for name, asked in known_answers._asked.items():
        assert getattr(_types, name).__wrapped__ is asked


@pytest.mark.parametrize("kind", [aws.sqs.Queue, aws.lambda_.Function, aws.cognito.UserPool])
def test_the_types_of_a_class_are_those_of_the_sdk(kind):
    asked = known_answers._asked
    for _ in range(2):
        types = _types.resource_types(kind)
        assert types == asked["resource_types"](kind)
        for each in types.values():
            assert _types.unwrap_type(each) == asked["unwrap_type"](each)
            assert _types.unwrap_optional_type(each) == asked["unwrap_optional_type"](each)
