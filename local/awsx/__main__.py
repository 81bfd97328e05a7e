"""Serves the stand-in to the engine that starts it: ``python -m local.awsx ADDRESS``."""

from __future__ import annotations

import asyncio
import sys
from importlib.metadata import version
from typing import Any

from pulumi.provider.server import ProviderServicer

from local.awsx.provider import StandIn
from local.provider import serving


class OneByOne(ProviderServicer):
    """Constructs one component after the other: the SDK keeps the engine's address and the calls
    that are under way for the whole process, and waits for all of them.
    """

    def __init__(self, engine: str) -> None:
        super().__init__(StandIn(version("pulumi-awsx")), [], engine)
        self._turn = asyncio.Lock()

    async def Construct(self, request: Any, context: Any) -> Any:
        async with self._turn:
            return await super().Construct(request, context)


if __name__ == "__main__":
    serving.main(OneByOne, sys.argv[1:])
