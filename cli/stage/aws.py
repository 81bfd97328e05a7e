"""``platform aws``: an operation of AWS on the emulator, typed as for the AWS CLI."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click
from boto3.exceptions import Boto3Error
from botocore import xform_name
from botocore.exceptions import BotoCoreError, ClientError, UnknownServiceError
from botocore.response import StreamingBody

from cli.stage.account import Account
from cli.stage.local import local_stage
from cli.terminal import output_file
from cli.terminal.arguments import Command, WrongArgument, stage_option
from local.checkout import LocalError

# Services that the AWS CLI knows by another name than boto3.
ALIASES = {"s3api": "s3"}
S3 = "s3://"
# How bytes are given, in every operation: here always as text.
BINARY_FORMAT, AS_TEXT = "--cli-binary-format", "raw-in-base64-out"


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
    The last of them may be the file for the body of an answer, as of lambda invoke. s3 cp copies
    a file to s3://bucket/key, or from there.
    """
    stage = local_stage(stage_name)
    account = Account(stage.name, stage.region, stage.emulator.endpoint)
    try:
        client = account.client(ALIASES.get(service, service))
        if (service, operation) == ("s3", "cp"):
            copy(client, *places(parameters))
            return 0
        answer = call(client, operation, parameters)
    except UnknownServiceError as wrong:
        raise WrongArgument(str(wrong)) from None
    except (Boto3Error, BotoCoreError, ClientError) as failure:
        raise LocalError(str(failure)) from None
    if answer:
        print(json.dumps(answer, indent=2, default=shown))
    return 0


def call(client: Any, operation: str, words: Sequence[str]) -> dict[str, Any]:
    """Call an operation and return its answer, of every page; raises ``LocalError`` for words that
    it does not take. The body of an answer goes to the file that the last word names, if any.
    """
    operations = {xform_name(name, "-"): name for name in client.meta.service_model.operation_names}
    if operation not in operations:
        raise WrongArgument(
            f"there is no operation {operation}; there are {', '.join(sorted(operations))}"
        )
    model = client.meta.service_model.operation_model(operations[operation])
    members = model.input_shape.members if model.input_shape else {}
    body = payload(model.output_shape)
    file = words[-1] if body and len(words) % 2 and not words[-1].startswith("--") else None
    given = arguments(operation, members, words[:-1] if file else words)
    method = xform_name(operations[operation])
    if client.can_paginate(method):
        answer = client.get_paginator(method).paginate(**given).build_full_result()
    else:
        answer = getattr(client, method)(**given)
    if file and body in answer:
        output_file.write(file, answer.pop(body).read())
    return {key: value for key, value in answer.items() if key != "ResponseMetadata"}


def payload(shape: Any) -> str | None:
    """The name of the part of an answer that is a body of bytes, if there is one."""
    name = shape.serialization.get("payload") if shape else None
    return name if name and shape.members[name].type_name == "blob" else None


def places(words: Sequence[str]) -> tuple[str, str]:
    """From where to where a copy goes: a file, and an object as s3://bucket/key, or the reverse."""
    if len(words) != 2 or sum(word.startswith(S3) for word in words) != 1:
        raise WrongArgument(f"cp takes a file and {S3}bucket/key, or the reverse")
    source, target = words
    object_of(target if target.startswith(S3) else source)
    if target.startswith(S3) and not Path(source).is_file():
        raise WrongArgument(f"{source} must be the path of a file")
    return source, target


def object_of(place: str) -> tuple[str, str]:
    """The bucket and the key of s3://bucket/key."""
    bucket, _, key = place.removeprefix(S3).partition("/")
    if not bucket or not key or key.endswith("/"):
        raise WrongArgument(f"the object must be {S3}bucket/key, got {place}")
    return bucket, key


def copy(client: Any, source: str, target: str) -> None:
    """Copy a file to an object or an object to a file, as ``places`` says."""
    if target.startswith(S3):
        client.upload_file(source, *object_of(target))
    else:
        bucket, key = object_of(source)
        output_file.write(target, client.get_object(Bucket=bucket, Key=key)["Body"].read())
    print(f"copied {source} to {target}")


def arguments(operation: str, members: Mapping[str, Any], words: Sequence[str]) -> dict[str, Any]:
    """The arguments of an operation, from pairs of an option and its value."""
    options = {f"--{xform_name(name, '-')}": name for name in members}
    given: dict[str, Any] = {}
    for option, value in zip(words[::2], words[1::2], strict=False):
        if option == BINARY_FORMAT:
            if value != AS_TEXT:
                raise WrongArgument(f"{option} must be {AS_TEXT}, got {value}")
            continue
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
