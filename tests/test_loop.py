"""Each test has an event loop, whatever the test before it has left."""

from __future__ import annotations

import asyncio

import pulumi


def test_a_loop_of_its_own_leaves_none():
    asyncio.run(asyncio.sleep(0))


def test_an_output_can_be_made_in_the_next_test():
    assert isinstance(pulumi.Output.from_input("url"), pulumi.Output)
