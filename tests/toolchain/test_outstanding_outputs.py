from __future__ import annotations

import asyncio

import pytest
from pulumi.runtime import settings, stack

from local.toolchain import outstanding_outputs


@pytest.fixture
def waits(monkeypatch):
    """How many outputs each wait was for."""
    counts = []
    real = asyncio.wait

    def wait(outputs, **how):
        counts.append(len(outputs))
        return real(outputs, **how)

    monkeypatch.setattr(stack, "asyncio", asyncio)
    monkeypatch.setattr(asyncio, "wait", wait)
    outstanding_outputs.await_at_once()
    return counts


async def program(*ends):
    """A program with an output for each end, known in as many turns of the loop."""

    async def known(turns):
        for _ in range(abs(turns)):
            await asyncio.sleep(0)
        if turns < 0:
            raise ValueError("no such output")

    outputs = [asyncio.ensure_future(known(turns)) for turns in ends]
    settings.SETTINGS.outputs.clear()
    settings.SETTINGS.outputs.update(outputs)
    await stack.wait_for_rpcs()
    assert all(output.done() for output in outputs)


def test_all_outputs_are_awaited_together(waits):
    asyncio.run(program(1, 5, 9, 13))
    assert waits == [4]


def test_an_output_that_fails_ends_the_program(waits):
    with pytest.raises(ValueError, match="no such output"):
        asyncio.run(program(1, -3, 50))
