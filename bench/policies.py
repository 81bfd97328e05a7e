"""Policies: what the pack adds to a preview, a resource and in all, with all rules.

By the resource it is the processor time of the engine and of the pack's process, which a busy
machine hardly changes; what the program and the provider use is the same with and without a pack.
Of a whole preview it is a share: of ``platform preview``, whose program takes half the time that it
takes with Pulumi's SDK as it is, and of that, which is what other language hosts run.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeAlias

from bench.clock import CHILDREN, WALL, Comparison, Spread
from bench.ground import Ground, ground
from bench.meter import Meter
from bench.preview import PACK, STAGE, STEPS, preview
from bench.report import Result, each, ratio
from local.forks.client import VARIABLE
from local.forks.engines import preloaded
from local.toolchain.program import SDK_UNCHANGED
from settings import SERVICES
from tests.stage import deployed

# Twenty-five previews in all: two minutes on two idle cores.
RUNS = 3
GOAL_SECONDS_PER_RESOURCE = 0.002
GOAL_RATIO = 1.3

# Seconds by the name of a clock.
Taken: TypeAlias = dict[str, float]

# Stands in an argument of the process that serves a pack.
SERVES = "pulumi.policy"


def measure() -> Iterator[Result]:
    """In turn: a small and a large preview, without the pack and with it, and the large one as
    ``platform preview`` has it and with the SDK as it is.
    """
    chosen = [[*SERVICES[:number]] for number in (STEPS[0], STEPS[-1])]
    counts = [len(deployed(STAGE, services=services).resources) for services in chosen]
    meter = Meter(SERVES)
    with ground() as made, preloaded():
        forked = with_variable(made, VARIABLE, os.environ[VARIABLE])
        # The meter knows the pack's process by its arguments, which a forked one has not.
        here = replace(with_variable(made, VARIABLE, ""), run=meter.run)
        unchanged = with_variable(here, SDK_UNCHANGED, "1")
        small, large = (here.config(STAGE, f"{len(s)}-services", services=s) for s in chosen)
        # Byte code and the engine's own files are written once.
        preview(here, small, *PACK)
        rounds = [
            [
                taken(place, meter, config, *pack)
                for place, config in (
                    (here, small),
                    (here, large),
                    (forked, large),
                    (unchanged, large),
                )
                for pack in ((), PACK)
            ]
            for _ in range(RUNS)
        ]
    works = [by_clock(column) for column in zip(*rounds, strict=True)]
    few, few_judged, many, many_judged, fast, fast_judged, plain, plain_judged = works
    what = f"preview of {STAGE} ({counts[-1]} resources) with the policy pack / without"
    for how, judged, bare in (
        ("as platform preview has it", fast_judged, fast),
        ("with Pulumi's SDK as it is", plain_judged, plain),
    ):
        yield ratio(f"{what}, {how}", Comparison.of(judged["wall"], bare["wall"]), GOAL_RATIO)
    what += ", with Pulumi's SDK as it is: processor time of all processes"
    yield ratio(what, Comparison.of(plain_judged["all"], plain["all"]), GOAL_RATIO)
    added = rise(
        Comparison.of(many_judged["judging"], few_judged["judging"]),
        Comparison.of(many["judging"], few["judging"]),
        counts[-1] - counts[0],
    )
    what = "engine and pack: processor time a resource of a preview, once the pack has started"
    yield each(what, added, GOAL_SECONDS_PER_RESOURCE)
    start = Comparison.of(few_judged["judging"], few["judging"]).difference.median
    what = "start of the pack, once a preview: processor time"
    yield each(what, Spread.of([start - added.median * counts[0]]))


def with_variable(place: Ground, name: str, value: str) -> Ground:
    """The same place, where a variable has another value."""
    return replace(place, variables={**place.variables, name: value})


def taken(here: Ground, meter: Meter, config: str, *pack: str) -> Taken:
    """The seconds of a preview by the clock, those of the processor in all its processes, and in
    the engine and the pack alone.
    """
    clocks = {"wall": WALL, "all": CHILDREN, "judging": meter}
    started = {name: clock() for name, clock in clocks.items()}
    preview(here, config, *pack)
    return {name: clock() - started[name] for name, clock in clocks.items()}


def by_clock(runs: Iterable[Taken]) -> dict[str, list[float]]:
    """The seconds of each run, clock by clock."""
    every = list(runs)
    return {name: [each[name] for each in every] for name in every[0]}


def rise(with_pack: Comparison, without: Comparison, resources: int) -> Spread:
    """How much more a large preview gains than a small one, a resource that it has more."""
    pairs = zip(with_pack.pairs, without.pairs, strict=True)
    return Spread.of((a - b) - (c - d) for (a, b), (c, d) in pairs).per(resources)
