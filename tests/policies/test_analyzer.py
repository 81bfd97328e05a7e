"""The pack's servicer, against the SDK's own: the same answers to the same requests."""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from types import SimpleNamespace

import pulumi
import pytest
from google.protobuf import empty_pb2, json_format
from pulumi.runtime import proto
from pulumi_policy import EnforcementLevel, deserialize, policy, proxy
from pulumi_policy.deserialize import (
    SPECIAL_SECRET_SIG,
    SPECIAL_SIG_KEY,
    deserialize_properties,
)
from pulumi_policy.proxy import UNKNOWN_STRING_VALUE, unknown_checking_proxy

from policies import RULES
from policies.framework import analyzer, wire
from policies.framework.analyzer import Analyzer
from policies.framework.engine_policies import OfTypes, policies
from policies.framework.engine_resources import known
from policies.framework.resource import UNKNOWN, Resource, registered
from tests.policies.asking import at_preview
from tests.stage import deployed

PACK = Path(analyzer.__file__).parent.parent
FILES = sorted(path.stem.rstrip("_") for path in (PACK / "rules").glob("[!_]*.py"))
SDK = policy._PolicyAnalyzerServicer
TRIED = {"reason": "this is only tried"}
CONFIG = {
    "lambda-function-error-rate-alarm": {"maximum_percent": 0.5},
    "sqs-queue-max-receive-count": {"enforcementLevel": "mandatory", "maximum": 2},
    "sqs-queue-dead-letter-queue": {"enforcementLevel": "advisory", **TRIED},
    "lambda-function-tracing-active": {"enforcementLevel": "disabled", **TRIED},
    "appsync-graphql-api-tracing-enabled": {"enforcementLevel": "remediate"},
    "scheduler-schedule-retry-policy": {"enforcementLevel": "remediate"},
}


@pytest.fixture(autouse=True)
def converted_once(monkeypatch):
    """The SDK converts a resource again for every policy, a quarter of the time of these tests."""
    known = {}

    def convert(message):
        if id(message) not in known:
            known[id(message)] = message, json_format.MessageToDict(message)
        return known[id(message)][1]

    monkeypatch.setattr(policy, "json_format", SimpleNamespace(MessageToDict=convert))


def servicers():
    """Ours and the SDK's, each with policies of its own."""
    return [
        kind("pack", "0.0.1", policies(RULES), EnforcementLevel.MANDATORY)
        for kind in (Analyzer, SDK)
    ]


def configuration():
    request = proto.ConfigureAnalyzerRequest()
    levels = {"mandatory": proto.MANDATORY, "advisory": proto.ADVISORY}
    levels |= {"disabled": proto.DISABLED, "remediate": proto.REMEDIATE}
    for each in policies(RULES):
        limits = dict(CONFIG.get(each.name, {}))
        level = limits.pop("enforcementLevel", each.enforcement_level.value)
        request.policyConfig[each.name].enforcementLevel = levels[level]
        request.policyConfig[each.name].properties.update(limits)
    return request


def sent_as(value):
    """A property as the engine sends it."""
    if value is UNKNOWN:
        return UNKNOWN_STRING_VALUE
    if isinstance(value, dict):
        return {key: sent_as(part) for key, part in value.items()}
    if isinstance(value, list):
        return [sent_as(part) for part in value]
    return deserialize.serialize_properties(value)


def sent(resource: Resource) -> dict:
    return {
        "type": resource.type,
        "urn": resource.urn,
        "name": resource.name,
        "properties": json_format.ParseDict(
            {key: sent_as(value) for key, value in resource.properties.items()},
            proto.AnalyzeRequest().properties,
        ),
        "options": proto.AnalyzerResourceOptions(parent=resource.parent),
    }


def of_stack(resource: Resource):
    given = proto.AnalyzerResource(
        **sent(resource), parent=resource.parent, dependencies=resource.dependencies
    )
    for key, urns in resource.property_dependencies.items():
        given.propertyDependencies[key].urns.extend(urns)
    return given


def answers(servicer, stack):
    """What the engine is answered about a stack: resource by resource, then as a whole."""
    requests = [proto.AnalyzeRequest(**sent(resource)) for resource in stack]
    whole = proto.AnalyzeStackRequest(resources=map(of_stack, stack))
    return [
        *[servicer.Remediate(request, None) for request in requests],
        *[servicer.Analyze(request, None) for request in requests],
        servicer.AnalyzeStack(whole, None),
    ]


def broken_stacks():
    """A stack that the tests show as refused for each rule, and the same at preview."""
    shown = [import_module(f"tests.policies.test_{file}").REFUSED for file in FILES]
    stacks = [next(iter(cases.values())) for rules in shown for cases in rules.values()]
    return [*stacks, *map(at_preview, stacks)]


@pytest.mark.parametrize("configured", [False, True], ids=["as it is", "configured"])
def test_broken_stacks_get_the_same_answers_as_from_the_sdk(configured):
    ours, sdk = servicers()
    if configured:
        ours.Configure(configuration(), None)
        sdk.Configure(configuration(), None)
    found = 0
    # Each takes the SDK some milliseconds; the configuration is about few rules.
    for stack in broken_stacks()[:: 3 if configured else 1]:
        given = answers(ours, stack)
        assert given == answers(sdk, stack)
        found += len(list(chain.from_iterable(each.diagnostics for each in given[len(stack) :])))
    assert found > (60 if configured else 200)


def test_the_first_resources_of_a_stage_get_the_same_answers_as_from_the_sdk():
    stack = [registered(each) for each in deployed("dev").resources[:150]]
    ours, sdk = servicers()
    assert answers(ours, stack) == answers(sdk, stack)


def test_a_level_for_all_policies_is_no_unknown_policy():
    request = proto.ConfigureAnalyzerRequest()
    request.policyConfig["all"].enforcementLevel = proto.ADVISORY
    ours, _ = servicers()
    assert ours.Configure(request, None) == empty_pb2.Empty()


def test_the_engine_gets_the_same_description_of_the_pack_as_from_the_sdk():
    ours, sdk = servicers()
    nothing = empty_pb2.Empty()
    assert ours.GetAnalyzerInfo(nothing, None) == sdk.GetAnalyzerInfo(nothing, None)


def test_a_resource_is_converted_once_for_all_policies(monkeypatch):
    converted = []
    once = wire.properties
    monkeypatch.setattr(wire, "properties", lambda each: converted.append(1) or once(each))
    ours, _ = servicers()
    stack = broken_stacks()[0]
    answers(ours, stack)
    assert len(converted) == 2 * len(stack)


def test_properties_are_read_as_the_sdk_reads_them():
    secret = {SPECIAL_SIG_KEY: SPECIAL_SECRET_SIG, "value": {"key": [UNKNOWN_STRING_VALUE, "text"]}}
    archive = deserialize.serialize_properties(pulumi.AssetArchive({"a": pulumi.FileAsset("b")}))
    sent = {
        "plain": {"text": "text", "number": 1.5, "whole": 2, "yes": True, "none": None, "no": {}},
        "list": [1, [UNKNOWN_STRING_VALUE], {"key": UNKNOWN_STRING_VALUE}],
        "secret": secret,
        "unknown secret": {SPECIAL_SIG_KEY: SPECIAL_SECRET_SIG, "value": UNKNOWN_STRING_VALUE},
        **{name: value for name, value in vars(proxy).items() if name.startswith("UNKNOWN_")},
    }
    given = proto.AnalyzeRequest().properties
    json_format.ParseDict({**sent, "archive": archive}, given)
    found = wire.properties(given)
    read = known(unknown_checking_proxy(deserialize_properties(json_format.MessageToDict(given))))
    assert found.pop("archive").assets["a"].path == read.pop("archive").assets["a"].path == "b"
    assert found == read
    assert found["secret"] == {"key": [UNKNOWN, "text"]}
    assert list(found.values()).count(UNKNOWN) == 8


def test_a_secret_without_its_value_is_refused_as_by_the_sdk():
    given = proto.AnalyzeRequest().properties
    json_format.ParseDict({"key": {SPECIAL_SIG_KEY: SPECIAL_SECRET_SIG}}, given)
    with pytest.raises(AssertionError, match="Invalid secret"):
        wire.properties(given)


def test_a_resource_is_judged_by_the_policies_about_its_type_and_its_parent_is_kept():
    ours = Analyzer("pack", "0.0.1", policies(RULES), EnforcementLevel.MANDATORY)
    queue = "aws:sqs/queue:Queue"
    asked = {each.name for each in ours._policies_about(queue)}
    alone = [each for each in ours._policies if isinstance(each, OfTypes)]
    assert "policy-exemption-reason" in asked
    assert asked == {each.name for each in alone if not each.types or queue in each.types}
    assert len(asked) < len(alone) / 5
    component = proto.AnalyzeRequest(type="shop:index:Shop", urn="urn:shop")
    component.options.parent = "urn:stack"
    ours.Analyze(component, None)
    assert alone[0].parents == {"urn:shop": "urn:stack"}


def test_the_servicer_is_written_for_the_release_that_is_pinned():
    pins = (PACK / "requirements.txt").read_text("utf-8").splitlines()
    assert f"pulumi-policy=={analyzer.SDK_VERSION}" in pins
    assert version("pulumi-policy") == analyzer.SDK_VERSION


@pytest.mark.parametrize(
    ("rule", "limits", "said"),
    [
        ("sqs-queue-max-receive", {}, "no policy sqs-queue-max-receive; there are apigateway-"),
        (
            "sqs-queue-max-receive-count",
            {"most": 4},
            "sqs-queue-max-receive-count has no limit most; it has maximum, minimum",
        ),
        (
            "sqs-queue-dead-letter-queue",
            {"maximum": 4},
            "sqs-queue-dead-letter-queue has no limit maximum; it has none",
        ),
    ],
)
def test_an_unknown_key_of_the_configuration_is_refused_with_the_known_ones(rule, limits, said):
    class Context:
        def abort(self, _, text):
            raise ValueError(text)

    request = proto.ConfigureAnalyzerRequest()
    request.policyConfig[rule].enforcementLevel = proto.MANDATORY
    request.policyConfig[rule].properties.update(limits)
    ours, _ = servicers()
    with pytest.raises(ValueError, match=said):
        ours.Configure(request, Context())
