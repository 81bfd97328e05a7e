"""Policies: what the pack adds to the plan of a resource, against the SDK's own way to serve it.

Counted is the processor time of the engine and of the pack's process, of start and end as well;
what the program and the provider use is the same with and without a pack.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from bench.clock import Comparison, Spread, in_turn
from bench.ground import Ground, ground
from bench.meter import Meter
from bench.preview import STAGE, STEPS, preview
from bench.report import Result, each
from settings import SERVICES
from tests.stage import deployed

RUNS = 5
GOAL_SECONDS_PER_RESOURCE = 0.0014

# The line of the pack that replaces the SDK's servicer.
INSTALLS = "    analyzer.install()\n"
# An argument of the process that serves a pack.
SERVES = "pulumi.policy"


def measure() -> Iterator[Result]:
    """All in turn: a small and a large preview without a pack, with ours, and served otherwise."""
    chosen = [[*SERVICES[:number]] for number in (STEPS[0], STEPS[-1])]
    counts = [len(deployed(STAGE, services=services).resources) for services in chosen]
    meter = Meter(SERVES)
    with ground() as made:
        here = replace(made, run=meter.run)
        packs: list[tuple[str, ...]] = [(), ("policies",), (str(by_the_sdk(here)),)]
        few, many = (here.config(STAGE, f"{len(s)}-services", services=s) for s in chosen)
        works = [partial(planned, here, config, *pack) for pack in packs for config in (few, many)]
        times = in_turn(*works, runs=RUNS, clock=meter)
    resources = counts[-1] - counts[0]
    bare, ours, sdk = (
        Comparison.of(large, small) for small, large in zip(times[::2], times[1::2], strict=True)
    )
    what = "engine and pack: processor time a resource of a preview, once the pack has started"
    added = rise(ours, bare, resources)
    yield each(what, added, GOAL_SECONDS_PER_RESOURCE)
    yield each("the same with the SDK's own way to serve it", rise(sdk, bare, resources))
    start = Comparison.of(times[2], times[0]).difference.median - added.median * counts[0]
    yield each("start of the pack, once a preview", Spread.of([start]))


def rise(with_pack: Comparison, without: Comparison, resources: int) -> Spread:
    """How much more a large preview gains than a small one, a resource that it has more."""
    pairs = zip(with_pack.pairs, without.pairs, strict=True)
    return Spread.of((a - b) - (c - d) for (a, b), (c, d) in pairs).per(resources)


def planned(here: Ground, config: str, *pack: str) -> None:
    """Preview with this policy pack, if any."""
    preview(here, config, *[option for one in pack for option in ("--policy-pack", one)])


def by_the_sdk(here: Ground) -> Path:
    """A copy of the pack that converts a resource once for each policy."""
    copy = here.root / "policies-by-the-sdk"
    shutil.copytree(here.root / "policies", copy)
    main = copy / "__main__.py"
    text = main.read_text("utf-8")
    if INSTALLS not in text:
        raise ValueError(f"{main} holds no {INSTALLS.strip()}")
    main.write_text(text.replace(INSTALLS, ""), "utf-8")
    return copy
