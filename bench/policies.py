"""Policies: what the pack adds to the plan of a resource, against the SDK's own way to serve it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bench.clock import CHILDREN, Comparison, Spread, in_turn
from bench.ground import Ground, ground
from bench.preview import STAGE, STEPS, preview
from bench.report import Result, each, ratio
from settings import SERVICES
from tests.stage import deployed

RUNS = 5
GOAL_SECONDS_PER_RESOURCE = 0.0014

# The line of the pack that replaces the SDK's servicer.
INSTALLS = "    analyzer.install()\n"


def measure() -> Iterator[Result]:
    """All in turn, in seconds of the processor: of the engine, the program and the pack."""
    chosen = [[*SERVICES[:number]] for number in (STEPS[0], STEPS[-1])]
    counts = [len(deployed(STAGE, services=services).resources) for services in chosen]
    with ground() as here:
        packs: list[tuple[str, ...]] = [(), ("policies",), (str(by_the_sdk(here)),)]
        few, many = (here.config(STAGE, f"{len(s)}-services", services=s) for s in chosen)
        works = [partial(planned, here, config, *pack) for pack in packs for config in (few, many)]
        times = in_turn(*works, runs=RUNS, clock=CHILDREN)
    resources = counts[-1] - counts[0]
    bare, ours, sdk = (
        Comparison.of(large, small) for small, large in zip(times[::2], times[1::2], strict=True)
    )
    what = "processor time that the policy pack adds, a resource (its start apart)"
    yield each(what, rise(ours, bare, resources), GOAL_SECONDS_PER_RESOURCE)
    what = "the same with the SDK's own way to serve it"
    yield each(what, rise(sdk, bare, resources))
    what = "preview with the policy pack / served the SDK's own way"
    yield ratio(what, Comparison.of(times[3], times[5]))


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
