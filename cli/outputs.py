"""``platform outputs``: what a deployed stage answers to."""

from __future__ import annotations

import argparse
import json
from typing import Any

from cli.stage import LocalStage, local_stage, stage_option
from local import stacks

HELP = "print the URLs and names of a deployed stage"


def options(parser: argparse.ArgumentParser) -> None:
    stage_option(parser)
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    stage = local_stage(args.stage)
    if not outputs_of(stage):
        print(f"stage {stage.name} is not deployed; deploy it with: make up")
        return 1
    print(json.dumps(outputs_of(stage), indent=2) if args.json else listing(stage))
    return 0


def outputs_of(stage: LocalStage) -> dict[str, Any]:
    """The outputs of all stacks of a stage."""
    found: dict[str, Any] = {}
    for stack in stacks.names(stage.name):
        found |= stacks.outputs(stack)
    return found


def listing(stage: LocalStage) -> str:
    """The outputs, one a line."""
    found = outputs_of(stage)
    width = max(map(len, found), default=0)
    return "\n".join(f"{name:<{width}}  {value}" for name, value in found.items())
