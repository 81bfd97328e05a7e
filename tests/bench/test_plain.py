import json
from collections import Counter

import pulumi_aws as aws
import pytest

from bench.plain import Plain, aws_resources, class_of, snake_names
from tests.cloud import deploy
from tests.stage import deployed


@pytest.fixture(scope="module")
def pairs():
    """Each AWS resource of a stage, and the same made by plain code."""
    recorded = aws_resources(deployed("dev"))
    made = aws_resources(deploy(Plain(recorded).run))
    assert Counter(map(identity, recorded)) == Counter(map(identity, made))
    by_identity = {identity(resource): resource for resource in made}
    return [(resource, by_identity[identity(resource)]) for resource in recorded]


def identity(resource):
    return resource.type, resource.name


def parsed(value):
    """JSON texts may differ in their spaces."""
    if isinstance(value, str) and value.startswith('{"') and '"$context' not in value:
        return json.loads(value)
    return value


def names(urns):
    """URNs without the components around a resource."""
    return sorted(urn.split("$")[-1].split("::", 1)[-1].split("::platform::")[-1] for urn in urns)


def test_plain_code_registers_every_resource_and_no_component(pairs):
    assert len(pairs) > 300
    assert [plain.name for _, plain in pairs if "pulumi:pulumi:Stack::" not in plain.parent] == []


def test_plain_code_gives_every_resource_the_same_inputs(pairs):
    for recorded, plain in pairs:
        assert set(plain.inputs) == set(recorded.inputs), recorded.name
        for key, value in recorded.inputs.items():
            if isinstance(value, str | int | float | list | dict):
                assert parsed(plain.inputs[key]) == parsed(value), (recorded.name, key)


def test_plain_code_makes_every_input_from_the_same_resources(pairs):
    for recorded, plain in pairs:
        assert names(plain.dependencies) == names(recorded.dependencies), recorded.name
        made_from = {key: names(urns) for key, urns in recorded.property_dependencies.items()}
        plainly = {key: names(urns) for key, urns in plain.property_dependencies.items()}
        assert plainly == made_from, recorded.name


def test_a_class_is_found_by_its_token():
    assert class_of("aws:lambda/function:Function") is aws.lambda_.Function
    assert class_of("aws:sqs/queue:Queue") is aws.sqs.Queue


def test_python_names_are_found_by_the_providers():
    assert snake_names("aws:sqs/queue:Queue")["visibilityTimeoutSeconds"] == (
        "visibility_timeout_seconds"
    )
