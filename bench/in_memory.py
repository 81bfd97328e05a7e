"""In memory: the program against plain pulumi-aws code, and what the policies cost."""

from __future__ import annotations

import runpy
from collections.abc import Iterator
from pathlib import Path

from bench.clock import PROCESSOR, Spread, compare, in_turn
from bench.plain import aws_resources
from bench.report import Result, each, ratio
from policies import violations
from policies.framework.resource import registered
from tests.cloud import Cloud, deploy
from tests.stage import deployed, deployed_now

STAGE = "dev"
RUNS = 15

PLAIN_PROGRAM = Path(__file__).with_name("plain_program.py")

GOAL_RATIO = 1.1
GOAL_SECONDS_PER_RESOURCE = 0.0014


def measure() -> Iterator[Result]:
    """Both in this process, where everything is imported and warm."""
    recorded = aws_resources(deployed(STAGE))
    assert len(aws_resources(_plain())) == len(recorded)
    what = f"{STAGE} in memory / its {len(recorded)} resources in plain pulumi-aws"
    compared = compare(lambda: deployed_now(STAGE), _plain, runs=RUNS, clock=PROCESSOR)
    yield ratio(what, compared, GOAL_RATIO)

    resources = deployed(STAGE).resources
    [times] = in_turn(lambda: violations(map(registered, resources)), runs=RUNS, clock=PROCESSOR)
    what = f"policy pack, a resource of {len(resources)}"
    yield each(what, Spread.of(times).per(len(resources)), GOAL_SECONDS_PER_RESOURCE)


def _plain() -> Cloud:
    """Started as ours is, from a file; what ``tests.cloud`` spares the SDK it spares both."""
    return deploy(_start_plain)


def _start_plain() -> None:
    runpy.run_path(str(PLAIN_PROGRAM))
