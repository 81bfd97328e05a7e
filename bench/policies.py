"""Policies: what the pack adds to a preview, a resource and in all, with all rules.

By the resource it is the processor time of the engine and of the pack's process, which a busy
machine hardly changes; what the program and the provider use is the same with and without a pack.
Of a whole preview it is a share, of one whose program runs as the local toolchain has it, and of
one with Pulumi's SDK as it is, which takes longer: that is what other language hosts do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeAlias

from bench.clock import CHILDREN, WALL, Comparison, Spread
from bench.ground import Ground, ground
from bench.meter import Meter
from bench.preview import PACK, STAGE, STEPS, preview
from bench.report import Result, each, ratio
from local.forks.client import VARIABLE
from local.toolchain.program import SDK_UNCHANGED
from settings import SERVICES
from tests.stage import deployed

# Nineteen previews in all: two minutes on two idle cores.
RUNS = 3
GOAL_SECONDS_PER_RESOURCE = 0.002
GOAL_RATIO = 1.3

# Seconds by the name of a clock.
Taken: TypeAlias = dict[str, float]

# Stands in an argument of the process that serves a pack.
SERVES = "pulumi.policy"


def measure() -> Iterator[Result]:
    """In turn: a small and a large preview, without the pack and with it, and the large one with
    the SDK as it is.
    """
    chosen = [[*SERVICES[:number]] for number in (STEPS[0], STEPS[-1])]
    counts = [len(deployed(STAGE, services=services).resources) for services in chosen]
    meter = Meter(SERVES)
    with ground() as made:
        # The meter knows the pack's process by its arguments, which a forked one has not.
        here = replace(made, run=meter.run, variables={**made.variables, VARIABLE: ""})
        unchanged = replace(here, variables={**here.variables, SDK_UNCHANGED: "1"})
        small, large = (here.config(STAGE, f"{len(s)}-services", services=s) for s in chosen)
        # Byte code and the engine's own files are written once.
        preview(here, small, *PACK)
        rounds = [
            [
                taken(place, meter, config, *pack)
                for place, config in ((here, small), (here, large), (unchanged, large))
                for pack in ((), PACK)
            ]
            for _ in range(RUNS)
        ]
    works = [by_clock(column) for column in zip(*rounds, strict=True)]
    few, few_judged, many, many_judged, plain, plain_judged = works
    yield from shares(f"{counts[-1]} resources, as run here", many, many_judged)
    yield from shares(f"{counts[-1]} resources, Pulumi's SDK as it is", plain, plain_judged)
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


def shares(
    of: str, bare: Mapping[str, list[float]], judged: Mapping[str, list[float]]
) -> Iterator[Result]:
    """A preview with the pack over the same without it, by two clocks."""
    what = f"preview of {STAGE} ({of}) with the policy pack / without"
    yield ratio(f"{what}, by the clock", Comparison.of(judged["wall"], bare["wall"]))
    used = Comparison.of(judged["all"], bare["all"])
    yield ratio(f"{what}, processor time of all processes", used, GOAL_RATIO)


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
