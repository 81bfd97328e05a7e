"""Preview: what the engine takes to plan a stage, against as many resources that mean nothing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bench.clock import Comparison, Spread, in_turn
from bench.ground import Ground, ground
from bench.report import Result, each, ratio
from settings import SERVICES
from tests.stage import deployed

STAGE = "dev"
RUNS = 3
STEPS = (1, 3, 6)
PACK = ("--policy-pack", "policies")

FLOOR = "floor"
FLOOR_PROJECT = """
name: {name}
runtime: {{name: python, options: {{virtualenv: {venv}}}}}
"""
FLOOR_PROGRAM = """
import pulumi

provider = pulumi.ProviderResource("aws", "aws", {{"region": "eu-west-1"}})
opts = pulumi.ResourceOptions(provider=provider)
for number in range({count}):
    pulumi.CustomResource("aws:sqs/queue:Queue", f"queue-{{number}}", {{}}, opts)
"""


def measure() -> Iterator[Result]:
    """All in turn, so that a busy minute of the machine affects each alike."""
    chosen = [[*SERVICES[:number]] for number in STEPS]
    counts = [len(deployed(STAGE, services=services).resources) for services in chosen]
    with ground() as here:
        configs = [here.config(STAGE, f"{len(s)}-services", services=s) for s in chosen]
        bottom = floor(here, counts[-1])
        bare, many, *steps = in_turn(
            lambda: here.pulumi("preview", "--stack", FLOOR, cwd=bottom),
            lambda: preview(here, configs[-1], *PACK),
            *[partial(preview, here, config) for config in configs],
            runs=RUNS,
        )
    what = f"preview of {STAGE} / as many ({counts[-1]}) resources without inputs"
    yield ratio(what, Comparison.of(steps[-1], bare))
    yield ratio("preview with the policy pack / without", Comparison.of(many, steps[-1]))
    for number, count, times in zip(STEPS, counts, steps, strict=True):
        yield each(f"preview of {number} services, {count} resources", Spread.of(times))
    yield slopes(counts, steps)


def slopes(counts: list[int], times: list[list[float]]) -> Result:
    """What a resource adds from the second step to the last, and from the first to the second: in
    a line both are the same, where every pair of resources costs something the ratio grows.
    """
    (few, some, many), (small, middle, large) = counts, times
    early = [(b - a) / (some - few) for a, b in zip(small, middle, strict=True)]
    late = [(b - a) / (many - some) for a, b in zip(middle, large, strict=True)]
    what = "a resource more at 3 to 6 services / at 1 to 3 (1 is a line)"
    return ratio(what, Comparison.of(late, early))


def preview(here: Ground, config: str, *options: str) -> None:
    """As ``platform preview`` has it."""
    here.pulumi("preview", "--stack", STAGE, "--config-file", config, *options)


def floor(here: Ground, count: int) -> Path:
    """A project of that many resources that nothing is known of, in a stack of its own."""
    folder = here.root / ".local" / FLOOR
    folder.mkdir()
    project = FLOOR_PROJECT.format(name=FLOOR, venv=here.root / ".venv")
    (folder / "Pulumi.yaml").write_text(project, "utf-8")
    (folder / "__main__.py").write_text(FLOOR_PROGRAM.format(count=count), "utf-8")
    here.pulumi("stack", "init", FLOOR, cwd=folder)
    return folder
