"""The pack's server: what it answers itself, and what it leaves to gRPC."""

from __future__ import annotations

import grpc
import pytest
from google.protobuf import empty_pb2
from pulumi.runtime import proto
from pulumi.runtime.proto import analyzer_pb2_grpc
from pulumi_policy import EnforcementLevel

from policies.framework import server
from policies.framework.analyzer import Analyzer
from policies.framework.engine_policies import policies
from policies.rules import sqs


@pytest.fixture
def engine():
    """What the engine asks with."""
    pack = Analyzer("pack", "0.0.1", policies(sqs.RULES), EnforcementLevel.MANDATORY)
    serving, port = server.started(pack)
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        yield analyzer_pb2_grpc.AnalyzerStub(channel)
    serving.stop(0).wait()


def test_remediations_are_unimplemented_until_a_policy_is_configured_to(engine):
    queue = proto.AnalyzeRequest(type="aws:sqs/queue:Queue", urn="urn:pulumi:dev::p::q::orders")
    queue.properties["sqsManagedSseEnabled"] = False
    assert engine.Analyze(queue).diagnostics
    with pytest.raises(grpc.RpcError) as refused:
        engine.Remediate(queue)
    assert refused.value.code() is grpc.StatusCode.UNIMPLEMENTED
    configuration = proto.ConfigureAnalyzerRequest()
    policy = engine.GetAnalyzerInfo(empty_pb2.Empty()).policies[0].name
    configuration.policyConfig[policy].enforcementLevel = proto.REMEDIATE
    engine.Configure(configuration)
    assert [each.policy_name for each in engine.Remediate(queue).not_applicable] == [policy]


def test_under_another_release_the_sdk_serves_the_pack_itself(monkeypatch):
    served = []
    monkeypatch.setattr(server, "VERSION", "1.99.0")
    monkeypatch.setattr(server, "PolicyPack", lambda *given, **named: served.append((given, named)))
    server.serve("pack", [])
    assert served == [(("pack", []), {"enforcement_level": EnforcementLevel.MANDATORY})]
