"""Outstanding outputs: when its resources are registered, a program waits for all of them at once.

The SDK waits for the first that is known, then for the first of the others, and each time looks at
all of them: a quarter of a preview of a whole stage, which has thousands.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from typing import Any

from pulumi.runtime import stack


class _Asyncio:
    """The module ``asyncio`` for the SDK's module ``stack``, which waits for nothing else."""

    def __getattr__(self, name: str) -> Any:
        return getattr(asyncio, name)

    @staticmethod
    async def wait(
        outputs: Collection[asyncio.Task[Any]], *, return_when: str
    ) -> tuple[set[asyncio.Task[Any]], set[asyncio.Task[Any]]]:
        """Until all are known, or one has failed, whatever was asked for."""
        return await asyncio.wait(outputs, return_when=asyncio.FIRST_EXCEPTION)


def await_at_once() -> None:
    """Wait for all outstanding outputs together, in this process, from now on."""
    vars(stack)["asyncio"] = _Asyncio()
