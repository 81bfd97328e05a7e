"""Serving: a plugin of ours as a process of the engine's, from its port to its end."""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import grpc.aio
from pulumi.runtime._grpc_settings import _GRPC_CHANNEL_OPTIONS
from pulumi.runtime.proto import provider_pb2_grpc

from local.provider.cloud import PARALLEL

FINISH_SECONDS = 60
HEARTBEAT_SECONDS = 5


def main(servicer: Callable[[str], Any], arguments: list[str]) -> None:
    """Serve what ``servicer`` makes of the engine's address, which the engine gives us.

    A plugin ends with the engine's run: nothing in it is worth looking for garbage.
    """
    gc.disable()
    engine = next((each for each in arguments if not each.startswith("-")), "")
    asyncio.run(serve(servicer, engine))


async def serve(servicer: Callable[[str], Any], engine: str) -> None:
    """Until a signal comes or the engine is gone; what is running then still finishes.

    The engine ends its plugins with SIGINT, so that signal must end an idle provider at once.
    """
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(PARALLEL))
    over = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, over.set)
    server = grpc.aio.server(options=_GRPC_CHANNEL_OPTIONS)
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(servicer(engine), server)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    print(port, flush=True)
    watch = asyncio.create_task(watch_engine(engine, over))
    await over.wait()
    watch.cancel()
    await server.stop(FINISH_SECONDS)


async def watch_engine(engine: str, over: asyncio.Event) -> None:
    """A killed engine cannot say goodbye: without this its provider would stay for ever."""
    host, _, port = engine.rpartition(":")
    while port.isdigit():
        await asyncio.sleep(HEARTBEAT_SECONDS)
        try:
            _, writer = await asyncio.open_connection(host, int(port))
        except OSError:
            over.set()
            return
        writer.close()
