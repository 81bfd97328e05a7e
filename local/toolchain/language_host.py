"""Language host: lets an engine that was built from source run Python programs and policy packs."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import (
    LanguageRuntimeServicer,
    language_pb2,
    language_pb2_grpc,
    plugin_pb2,
)

from local.checkout import LocalError
from local.toolchain import linked_sdks, plugin_process, program, sdk_generator

# A running program and each policy pack hold one thread for as long as they live.
THREADS = 32
PARENT_POLL_SECONDS = 1.0
MESSAGE_BYTES = 400 * 1024 * 1024


class LanguageHost(LanguageRuntimeServicer):
    """Serves one engine; programs run in this process, plugins in processes of their own."""

    def __init__(self, engine: str) -> None:
        self._engine = engine

    def Handshake(self, request: Any, context: Any) -> Any:  # noqa: N802  (the protocol's names)
        return language_pb2.LanguageHandshakeResponse()

    def About(self, request: Any, context: Any) -> Any:  # noqa: N802
        version = ".".join(map(str, sys.version_info[:3]))
        return language_pb2.AboutResponse(executable=sys.executable, version=version)

    def GetPluginInfo(self, request: Any, context: Any) -> Any:  # noqa: N802
        return plugin_pb2.PluginInfo()

    def GetRequiredPlugins(self, request: Any, context: Any) -> Any:  # noqa: N802
        return language_pb2.GetRequiredPluginsResponse()

    def GetRequiredPackages(self, request: Any, context: Any) -> Any:  # noqa: N802
        return language_pb2.GetRequiredPackagesResponse()

    def InstallDependencies(self, request: Any, context: Any) -> Iterator[Any]:  # noqa: N802
        yield from ()

    def GeneratePackage(self, request: Any, context: Any) -> Any:  # noqa: N802
        try:
            sdk_generator.generate(
                "python", request.directory, request.schema, request.loader_target, os.environ
            )
        except LocalError as failure:
            context.abort(grpc.StatusCode.INTERNAL, str(failure))
        return language_pb2.GeneratePackageResponse()

    def Link(self, request: Any, context: Any) -> Any:  # noqa: N802
        return linked_sdks.link(request)

    def Run(self, request: Any, context: Any) -> Any:  # noqa: N802
        return program.run(request, self._engine)

    def RunPlugin(self, request: Any, context: Any) -> Iterator[Any]:  # noqa: N802
        return plugin_process.run(request, context)

    def Cancel(self, request: Any, context: Any) -> Any:  # noqa: N802
        return empty_pb2.Empty()


def main() -> None:
    """Serve until the engine says stop, or is gone."""
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, lambda *_: os._exit(0))
    engine = os.getppid()
    server = grpc.server(
        ThreadPoolExecutor(max_workers=THREADS),
        options=[
            ("grpc.max_receive_message_length", MESSAGE_BYTES),
            ("grpc.max_send_message_length", MESSAGE_BYTES),
        ],
    )
    language_pb2_grpc.add_LanguageRuntimeServicer_to_server(LanguageHost(sys.argv[-1]), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(port, flush=True)
    # An engine that was killed sends no message; its children then get another parent.
    while os.getppid() == engine:
        server.wait_for_termination(PARENT_POLL_SECONDS)
    os._exit(0)


if __name__ == "__main__":
    main()
