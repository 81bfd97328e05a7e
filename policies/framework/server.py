"""Server: the port at which the engine asks the pack: the SDK's, but for ``Remediate``.

The engine asks that of each resource too. A pack that has no such method is asked as well, but is
answered for by gRPC, before a request is read or given to a thread: half the time of a call.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import grpc
from pulumi.runtime.proto import analyzer_pb2_grpc
from pulumi_policy import EnforcementLevel, Policy, PolicyPack
from pulumi_policy.policy import _GRPC_CHANNEL_OPTIONS
from pulumi_policy.version import VERSION

from policies.framework.analyzer import SDK_VERSION, Analyzer

LEVEL = EnforcementLevel.MANDATORY
# As many as the SDK has.
THREADS = 4
# The engine takes the one in PulumiPolicy.yaml.
NO_VERSION = "0.0.1"


class OnlyWhereConfigured(grpc.ServerInterceptor):  # type: ignore[misc]
    """Has no method ``Remediate`` unless a policy is configured to remediate."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer

    def intercept_service(self, continuation: Callable[[Any], Any], details: Any) -> Any:
        if details.method.endswith("/Remediate") and not self._analyzer.remediates:
            return None
        return continuation(details)


def started(analyzer: Analyzer) -> tuple[grpc.Server, int]:
    """A server of this machine alone, and its port."""
    server = grpc.server(
        ThreadPoolExecutor(THREADS),
        interceptors=[OnlyWhereConfigured(analyzer)],
        options=_GRPC_CHANNEL_OPTIONS,
    )
    analyzer_pb2_grpc.add_AnalyzerServicer_to_server(analyzer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    return server, port


def serve(name: str, policies: list[Policy]) -> None:
    """Print the port, which the engine waits for, and answer it until it ends this process: by
    our servicer under the release of the SDK that it is for; under another by the SDK's own, with
    the same findings, and without ``policy-pack-settings``.
    """
    if VERSION != SDK_VERSION:
        PolicyPack(name, policies, enforcement_level=LEVEL)
        return
    server, port = started(Analyzer(name, NO_VERSION, policies, LEVEL))
    print(port, flush=True)
    server.wait_for_termination()
