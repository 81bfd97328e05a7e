"""``platform bootstrap``: what an AWS account must have before the first ``platform up``."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence

import click

from cli.bootstrap import pieces, ready
from cli.bootstrap.bucket import name_of
from cli.bootstrap.pieces import Found, State
from cli.bootstrap.pipelines import Pipeline
from cli.bootstrap.target import Target
from cli.stage.account import Account, account_of
from cli.terminal.arguments import Command, Text, WrongArgument, json_option, stage_argument
from local.progress import say
from settings import Settings, stages


class Form(Text):
    """A text of a form; ``like`` is an example of it."""

    def __init__(self, longest: int, form: str, like: str) -> None:
        super().__init__(longest)
        self.form, self.like = form, like

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        text = super().convert(value, param, ctx)
        if not re.fullmatch(self.form, text, re.ASCII):
            self.fail(f"must be like {self.like}, got {text!r}", param, ctx)
        return text


REPOSITORY = Form(140, r"[\w-]+/[\w.-]+", "OWNER/REPO")
GITLAB_PROJECT = Form(255, r"[\w-][\w.-]*(/[\w-][\w.-]*)+", "GROUP/PROJECT")
BRANCH = Form(100, r"[\w-][\w./-]*", "main")
BUCKET = Form(63, r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]", "platform-state-1, of 3 to 63 of a-z, 0-9, -")


@click.command(cls=Command)
@stage_argument
@click.option("--github", type=REPOSITORY, help="OWNER/REPO whose pipelines deploy the stage")
@click.option("--gitlab", type=GITLAB_PROJECT, help="GROUP/PROJECT on gitlab.com, in its place")
@click.option("--branch", type=BRANCH, default="main", help="its main branch (main)")
@click.option("--bucket", type=BUCKET, help="the state bucket (<project>-state-<account>-<region>)")
@click.option("--dry-run", is_flag=True, help="say what there is and what is missing, make nothing")
@click.option("--yes", is_flag=True, help="make what is missing without being asked")
@json_option
def run(
    stage_name: str,
    github: str | None,
    gitlab: str | None,
    branch: str,
    bucket: str | None,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> int:
    """A bucket for Pulumi's states and its key, a key for the secrets of the stage and, with
    --github or --gitlab, the identity provider and the roles of its pipelines. What is missing is
    made with your own credentials, after a question; what exists and differs is named, with exit
    code 1, and stays. docs/aws.md says what the roles may do.
    """
    settings = Settings.of_stage(stage_name)
    refuse_local(settings)
    if github and gitlab:
        raise click.UsageError("pipelines are on one host: --github or --gitlab")
    pipeline = None
    if github:
        pipeline = Pipeline.on_github(github, branch, stage_name)
    elif gitlab:
        pipeline = Pipeline.on_gitlab(gitlab, branch)
    with account_of(stage_name) as account:
        target = target_of(account, settings, bucket)
        plan = pieces.found(ready.things(account, target, pipeline))
        if not dry_run and pieces.missing(plan):
            if not yes:
                confirm(plan, target)
            plan = pieces.made(plan)
    if as_json:
        print(json.dumps(facts(plan, target, pipeline, dry_run=dry_run), indent=2))
    else:
        print(text(plan, target))
        if not pieces.missing(plan):
            print(f"\n{ready.text(target, pipeline)}")
    return 1 if pieces.differences(plan) else 0


def refuse_local(settings: Settings) -> None:
    """Raise ``WrongArgument`` for a stage on the emulator."""
    if settings.endpoint is None:
        return
    on_aws = [each for each in stages() if Settings.of_stage(each).endpoint is None]
    raise WrongArgument(
        f"{settings.stage} is a local stage, which needs nothing of AWS; this command is for "
        f"{', '.join(on_aws) or 'stages without an endpoint, of which there is none'}"
    )


def target_of(account: Account, settings: Settings, bucket: str | None) -> Target:
    owner = str(account.client("sts").get_caller_identity()["Account"])
    return Target(settings, owner, bucket or name_of(account, owner))


def confirm(plan: Sequence[Found], target: Target) -> None:
    """Ask whether to go on, after the plan; raises ``click.UsageError`` where there is no terminal
    to ask at.
    """
    if not sys.stdin.isatty():
        raise click.UsageError(
            f"{len(pieces.missing(plan))} are missing in account {target.owner}: look at them with "
            "--dry-run, and confirm with --yes"
        )
    say(text(plan, target))
    question = f"make the {len(pieces.missing(plan))} that are missing; go on?"
    click.confirm(question, abort=True, err=True)


def text(plan: Sequence[Found], target: Target) -> str:
    """A line for each piece: ``missing  key alias/platform-dev, for the secrets of dev``."""
    where = f"account {target.owner}, {target.settings.region}"
    lines = [where, *(f"{each.state:<8} {each.piece.name}{_more(each)}" for each in plan)]
    return "\n".join(lines)


def facts(
    plan: Sequence[Found], target: Target, pipeline: Pipeline | None, *, dry_run: bool
) -> dict[str, object]:
    return {
        "stage": target.settings.stage,
        "account": target.owner,
        "region": target.settings.region,
        "dry_run": dry_run,
        "pieces": [
            {"name": each.piece.name, "state": each.state, "difference": each.words or None}
            for each in plan
        ],
        "backend": ready.backend(target),
        "secretsprovider": ready.secrets_provider(target),
        "variables": ready.variables(target, pipeline),
    }


def _more(found: Found) -> str:
    return f"\n{'':<9}{found.words}" if found.state in (State.DIFFERS, State.SKIPPED) else ""
