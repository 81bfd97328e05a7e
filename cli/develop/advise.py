"""``platform advise``: which architecture fits, with a program to begin with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
import yaml

from cli.develop import in_memory
from cli.terminal.arguments import Command, StageName, Text, WrongArgument, json_option
from cli.terminal.example_name import ExampleName
from local.checkout import ROOT

LONGEST_PATH = 1000


@click.command(cls=Command)
@click.option("--answers", type=Text(LONGEST_PATH), help="a YAML file with answers; none is asked")
@click.option("--stack", "stage_name", type=StageName(), help="a stage whose resources to judge")
@click.option("--example", type=ExampleName(), help="an example that is deployed, in its place")
@click.option(
    "--deployed/--offline",
    default=None,
    help="what is deployed of the stage, or what its program makes (default: deployed if it is "
    "local and up, offline otherwise)",
)
@json_option
def run(
    answers: str | None,
    stage_name: str | None,
    example: str | None,
    deployed: bool | None,
    as_json: bool,
) -> int:
    """Asks up to five questions, or reads the answers; or judges the resources of a stage, or of an
    example beside it. What is deployed on AWS is read with your own Pulumi and your credentials.
    """
    # The guide is loaded for this command only.
    from guide.advice import AnswersError, advice, text

    if answers and (stage_name or example):
        raise click.UsageError("--answers are of what is to be built: without --stack or --example")
    if example and deployed is False:
        raise click.UsageError("--example is of what is deployed: without --offline")
    if deployed is not None and not (stage_name or example):
        raise click.UsageError("--deployed and --offline are for a stage: --stack STAGE")
    if stage_name or example:
        return judge(stage_name or "local", example, deployed, as_json=as_json)
    try:
        found = advice(read(Path(answers)) if answers else asked())
    except AnswersError as wrong:
        raise WrongArgument(f"{answers}: {wrong}") from None
    if as_json:
        click.echo(json.dumps(found, indent=2))
        return 0
    program = ROOT / "examples" / found["example"] / "__main__.py"
    click.echo(text(found, program.read_text(encoding="utf-8")))
    return 0


def judge(stage: str, example: str | None, deployed: bool | None, *, as_json: bool) -> int:
    """Which blueprint resources are, and what speaks against it."""
    from cli.develop.deployed import is_up, of_example, of_stage
    from guide.judged import judged, of_state, text
    from settings import Settings

    if example:
        what, resources = f"example {example}, as deployed,", of_example(example, stage)
    else:
        settings = Settings.of_stage(stage)
        if not (is_up(settings) if deployed is None else deployed):
            return in_memory.run("tests.guide", stage, *(["--json"] if as_json else []))
        what, resources = f"{stage}, as deployed,", of_stage(settings)
    found = judged(what, of_state(resources))
    click.echo(json.dumps(found, indent=2) if as_json else text(found))
    return 0


def read(file: Path) -> Any:
    """The answers in a file; raises ``LocalError`` for a file that is not there or no YAML."""
    try:
        return yaml.safe_load(file.read_text(encoding="utf-8"))
    except OSError as wrong:
        raise WrongArgument(f"cannot read {file}: {wrong.strerror}") from None
    except yaml.YAMLError as wrong:
        raise WrongArgument(f"{file}: {' '.join(str(wrong).split())}") from None


def asked() -> dict[str, bool]:
    """Ask what the way through the tree needs, and no more."""
    from guide.tree import QUESTIONS, Answers, walk

    given: dict[str, bool] = {}
    while True:
        way = walk(Answers(**given))
        open_ = [name for name, _ in way.steps if name not in given]
        if not open_:
            return given
        given[open_[0]] = click.confirm(QUESTIONS[open_[0]], err=True)
