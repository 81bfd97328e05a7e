"""Outputs that are made with less have what the SDK's own have: each test is true of both."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws
import pytest
from pulumi import output
from pulumi.runtime import rpc

from local.toolchain import lighter_outputs
from tests.cloud import Cloud, deploy


@pytest.fixture(params=["lighter", "of the SDK"], autouse=True)
def made(request, monkeypatch):
    if request.param == "of the SDK":
        contains_unknowns = lighter_outputs._contains_unknowns
        monkeypatch.setattr(rpc, "transfer_properties", lighter_outputs._transfer_properties)
        monkeypatch.setattr(rpc, "contains_unknowns", contains_unknowns)
        monkeypatch.setattr(output, "contains_unknowns", contains_unknowns)
        monkeypatch.setattr(pulumi.Output, "_track", lighter_outputs._track_output)


def data_of(program, **options):
    """All that the output has which a program returns."""
    found = []

    async def look(made):
        found.append(await made._data)

    def run():
        made = program()
        return pulumi.Output.from_input(look(made))

    deploy(run, **options)
    return found[0]


def queue(**options):
    return aws.sqs.Queue("jobs", name="jobs", **options)


def test_a_property_has_its_value_and_its_resource():
    made = []

    def program():
        made.append(queue())
        return made[0].arn

    data = data_of(program)
    assert data.value == "arn:aws:sqs:eu-west-1:123456789012:jobs"
    assert (data.resources, data.is_known, data.is_secret) == ({made[0]}, True, False)


def test_a_property_that_is_not_set_is_known_to_be_nothing():
    data = data_of(lambda: queue().redrive_policy)
    assert (data.value, data.is_known) == (None, True)


def test_a_secret_input_is_a_secret_output():
    data = data_of(lambda: queue(policy=pulumi.Output.secret("{}")).policy)
    assert (data.value, data.is_secret) == ("{}", True)


def test_in_a_preview_what_only_the_provider_sets_is_unknown(monkeypatch):
    monkeypatch.setattr(Cloud, "new_resource", lambda self, args: ("", dict(args.inputs)))
    monkeypatch.setattr("pulumi.runtime.rpc.settings.is_dry_run", lambda: True)
    assert not data_of(lambda: queue().arn).is_known
    assert data_of(lambda: queue().name).is_known


def test_a_resource_depends_on_those_that_its_inputs_are_made_from():
    def program():
        dead = aws.sqs.Queue("dead")
        aws.sqs.Queue("jobs", redrive_policy=pulumi.Output.json_dumps({"target": dead.arn}))

    used = deploy(program).one(aws.sqs.Queue, "jobs").property_dependencies["redrivePolicy"]
    assert [urn.rpartition("::")[2] for urn in used] == ["dead"]


def test_a_registration_that_fails_fails_the_program_once_and_in_its_own_words(monkeypatch):
    def refuse(self, args):
        raise ValueError(f"there is no {args.name}")

    monkeypatch.setattr(Cloud, "new_resource", refuse)
    with pytest.raises(ValueError, match="there is no jobs"):
        deploy(lambda: queue().arn.apply(lambda arn: arn))


def test_an_output_that_fails_fails_the_program():
    with pytest.raises(ZeroDivisionError):
        deploy(lambda: queue().arn.apply(lambda arn: 1 / 0) and None)


def test_a_program_ends_after_what_its_outputs_start():
    started = []
    deploy(lambda: queue().arn.apply(lambda arn: queue_of(arn).apply(started.append)) and None)
    assert started == ["arn:aws:sqs:eu-west-1:123456789012:next"]


def queue_of(arn):
    return aws.sqs.Queue("next", tags={"of": arn}).arn


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("text", False),
        (None, False),
        (output.UNKNOWN, True),
        ([{"of": [output.UNKNOWN]}], True),
        ({"of": ["text", 1, 1.5, True]}, False),
    ],
)
def test_unknown_values_are_found_at_any_depth(value, expected):
    assert rpc.contains_unknowns(value) is expected
    assert output.contains_unknowns(value) is expected
