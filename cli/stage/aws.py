"""``platform aws``: an operation of AWS on the emulator, typed as for the AWS CLI."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from botocore import xform_name
from botocore.exceptions import BotoCoreError, ClientError, UnknownServiceError
from botocore.response import StreamingBody

from cli.stage.account import Account
from cli.stage.local import local_stage
from cli.terminal.arguments import Command, WrongArgument, stage_option
from local.checkout import LocalError

# Services that the AWS CLI knows by another name than boto3.
ALIASES = {"s3api": "s3"}


@click.command(
    cls=Command,
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
)
@click.argument("service")
@click.argument("operation")
@click.argument("parameters", nargs=-1, type=click.UNPROCESSED)
@stage_option
def run(service: str, operation: str, parameters: tuple[str, ...], stage_name: str) -> int:
    """SERVICE is sqs, dynamodb, s3api, stepfunctions or another, OPERATION as send-message,
    PARAMETERS as --message-body hello; lists and structures in JSON, an object's body by its file.
    """
    stage = local_stage(stage_name)
    account = Account(stage.name, stage.region, stage.emulator.endpoint)
    try:
        client = account.client(ALIASES.get(service, service))
        answer = call(client, operation, parameters)
    except UnknownServiceError as wrong:
        raise WrongArgument(str(wrong)) from None
    except (BotoCoreError, ClientError) as failure:
        raise LocalError(str(failure)) from None
    if answer:
        print(json.dumps(answer, indent=2, default=shown))
    return 0


def call(client: Any, operation: str, words: Sequence[str]) -> dict[str, Any]:
    """Call an operation and return its answer, of every page; raises ``LocalError`` for words that
    it does not take.
    """
    operations = {xform_name(name, "-"): name for name in client.meta.service_model.operation_names}
    if operation not in operations:
        raise WrongArgument(
            f"there is no operation {operation}; there are {', '.join(sorted(operations))}"
        )
    shape = client.meta.service_model.operation_model(operations[operation]).input_shape
    members = shape.members if shape else {}
    given = arguments(operation, members, words)
    method = xform_name(operations[operation])
    if client.can_paginate(method):
        answer = client.get_paginator(method).paginate(**given).build_full_result()
    else:
        answer = getattr(client, method)(**given)
    return {key: value for key, value in answer.items() if key != "ResponseMetadata"}


def arguments(operation: str, members: Mapping[str, Any], words: Sequence[str]) -> dict[str, Any]:
    """The arguments of an operation, from pairs of an option and its value."""
    options = {f"--{xform_name(name, '-')}": name for name in members}
    given: dict[str, Any] = {}
    for option, value in zip(words[::2], words[1::2], strict=False):
        if option not in options:
            raise WrongArgument(
                f"{operation} has no option {option}; it has {', '.join(sorted(options))}"
            )
        given[options[option]] = parsed(option, members[options[option]], value)
    if len(words) % 2:
        raise WrongArgument(f"{words[-1]} must be followed by its value")
    return given


def parsed(option: str, shape: Any, value: str) -> Any:
    """A value by the type that the operation takes."""
    if shape.type_name == "blob" and shape.serialization.get("streaming"):
        if not Path(value).is_file():
            raise WrongArgument(f"{option} must be the path of a file, got {value}")
        return Path(value).read_bytes()
    if shape.type_name in ("string", "blob", "timestamp"):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise WrongArgument(f"{option} must be JSON ({shape.type_name}), got {value}") from None


def shown(value: Any) -> str:
    """A value that JSON has no type for."""
    if isinstance(value, StreamingBody):
        value = value.read()
    return value.decode(errors="replace") if isinstance(value, bytes) else str(value)
