"""``platform permissions``: what functions of a local stage call, against what they may call."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import click

from cli.stage.account import Account, account_of
from cli.stage.local import local_stage
from cli.terminal.arguments import Command, json_option, stage_argument
from local import permissions
from local.permissions import Call, Grant, Use
from local.provider.resource_types.iam_gaps import BATCHES, COMPLETIONS

# Lambda, event source mappings and X-Ray use the role outside of the handler; on a local stage the
# emulator does it without asking IAM.
BY_LAMBDA = {
    "logs:CreateLogStream": "Lambda writes the log",
    "logs:PutLogEvents": "Lambda writes the log",
    "xray:PutTraceSegments": "traces are sent on AWS only",
    "xray:PutTelemetryRecords": "traces are sent on AWS only",
    "sqs:ReceiveMessage": "the event source mapping reads the queue",
    "sqs:DeleteMessage": "the event source mapping deletes what was processed",
    "sqs:ChangeMessageVisibility": "the event source mapping returns what failed",
    "sqs:GetQueueAttributes": "the event source mapping reads the queue",
    "dynamodb:DescribeStream": "the event source mapping reads the stream",
    "dynamodb:GetRecords": "the event source mapping reads the stream",
    "dynamodb:GetShardIterator": "the event source mapping reads the stream",
    "dynamodb:ListStreams": "the event source mapping reads the stream",
    "kinesis:DescribeStream": "the event source mapping reads the stream",
    "kinesis:DescribeStreamSummary": "the event source mapping reads the stream",
    "kinesis:GetRecords": "the event source mapping reads the stream",
    "kinesis:GetShardIterator": "the event source mapping reads the stream",
    "kinesis:ListShards": "the event source mapping reads the stream",
    "kinesis:SubscribeToShard": "the event source mapping reads the stream",
}
LOCAL_ONLY = "the emulator asks for it, AWS does not"
# A batch is the plain action to AWS, and one of its own to the emulator.
PLAIN = {batch: plain for plain, batch in BATCHES.items()}
# The emulator does not know the resource of these.
UNNAMED = ("dynamodb:DeleteBackup", "ses:SendEmail")
DEAD_LETTERS = "what fails for good is sent to its dead-letter queue"


@click.command(cls=Command)
@stage_argument
@click.option("--all", "every", is_flag=True, help="every grant with what was called of it")
@json_option
def run(stage_name: str, every: bool, as_json: bool) -> int:
    """Of a local stage that is up: grants of which nothing was ever called, and calls that no grant
    allows. What was called is recorded by the emulator since the stage was deployed: use the stage
    first. Grants that say when they are used, as Access.when does, are not expected to be; --all
    has them. The exit code is 1 if a grant is missing.
    """
    stage = local_stage(stage_name)
    with account_of(stage_name) as account:
        functions = functions_of(account)
        given = [each for role in functions for each in grants_of(account, role)]
    calls = permissions.read(stage.emulator.folder)
    plain = [replace(call, action=PLAIN[call.action]) for call in calls if call.action in PLAIN]
    uses = permissions.uses(given, [*calls, *plain])
    missing = permissions.missing(given, calls)
    unused = [each for each in uses if not each.called and reason(each.grant) is None]
    if as_json:
        print(json.dumps(facts(functions, uses, missing), indent=2))
        return int(bool(missing))
    for call in missing:
        print(f"{functions[call.role]}: {call.action} on {call.resource} is not granted")
    print("\n".join(lines(functions, uses if every else unused)), end="\n" if unused else "")
    print(f"{len(calls)} calls, {len(missing)} not granted; {len(given)} grants, {_counts(uses)}")
    return int(bool(missing))


def functions_of(account: Account) -> dict[str, str]:
    """The functions of a stage by the name of their role."""
    pages = account.client("lambda").get_paginator("list_functions").paginate()
    found = [each for page in pages for each in page["Functions"]]
    return {each["Role"].rpartition("/")[2]: each["FunctionName"] for each in found}


def grants_of(account: Account, role: str) -> Iterator[Grant]:
    """The grants of a role's own policies."""
    iam = account.client("iam")
    names = iam.list_role_policies(RoleName=role)["PolicyNames"]
    documents = (
        iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"] for name in names
    )
    return permissions.grants(role, documents)


def reason(grant: Grant) -> str | None:
    """Why neither main flows nor handlers use a grant; None for one that they should use."""
    if grant.occasion is not None:
        return f"when {grant.occasion}"
    if all("dead-letter" in each for each in grant.resources):
        return DEAD_LETTERS
    everywhere = grant.resources == ("*",) and {*COMPLETIONS, *UNNAMED} >= {*grant.actions}
    if everywhere or all(action in PLAIN for action in grant.actions):
        return LOCAL_ONLY
    reasons = [BY_LAMBDA.get(action) for action in grant.actions]
    return reasons[0] if all(reasons) else None


def lines(functions: dict[str, str], uses: Sequence[Use]) -> Iterator[str]:
    """A line for each grant."""
    for each in sorted(uses, key=lambda use: (functions[use.grant.role], use.grant.actions)):
        about = f"{functions[each.grant.role]}: {', '.join(each.grant.actions)}"
        on = ", ".join(each.grant.resources)
        if each.called:
            yield f"{about} on {on}: called {', '.join(each.called)}"
        else:
            yield f"{about} on {on}: never used{f' ({why})' if (why := reason(each.grant)) else ''}"


def facts(functions: dict[str, str], uses: Sequence[Use], missing: Sequence[Call]) -> Any:
    """All of it for programs."""
    return {
        "missing": [
            {"function": functions[each.role], "action": each.action, "resource": each.resource}
            for each in missing
        ],
        "grants": [
            {
                "function": functions[each.grant.role],
                "actions": each.grant.actions,
                "resources": each.grant.resources,
                "called": each.called,
                "explained": reason(each.grant),
            }
            for each in uses
        ],
    }


def _counts(uses: Sequence[Use]) -> str:
    never = [each for each in uses if not each.called]
    explained = sum(reason(each.grant) is not None for each in never)
    return f"{len(never) - explained} never used, {explained} with a reason"
