"""Function settings: a Lambda function by the path of its code, as every component takes it."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Required, TypedDict

import pulumi

from components.access import Access
from components.compute.function import FunctionArgs
from package.arguments import given
from package.stage_defaults import StageDefaults, defaults

# What a function gets that says nothing of its memory and timeout.
PRESET = "simple"


class Permission(TypedDict):
    """Actions that a function may take on some resources; neither may be a wildcard."""

    actions: list[str]
    """IAM actions in full, as dynamodb:GetItem."""

    resources: list[pulumi.Input[str]]
    """ARNs of the resources that the actions are allowed on."""


class FunctionSettings(TypedDict, total=False):
    """The code of a Lambda function, how it runs, and what it may do."""

    code_path: Required[str]
    """Folder or .zip file with the code and its dependencies, relative to the folder of the program."""

    handler: Required[str]
    """Where the code starts: module and function, as app.handle."""

    runtime: str
    """Lambda's name of the runtime, as nodejs22.x; python3.12 unless given."""

    preset: str
    """Memory and timeout by kind of work: lookup (128 MB, 10 s), simple (256 MB, 10 s), api (512 MB, 20 s), io (512 MB, 60 s), image (1024 MB, 60 s), compute (1769 MB, 30 s), latency (1769 MB, 20 s, with warm copies) or inference (2048 MB, 60 s); simple unless given."""

    timeout: int
    """How long one invocation may take, 1 to 900 seconds; the preset's unless given."""

    memory: int
    """Memory in MB, 128 to 10240; the preset's unless given. CPU grows with it: one vCPU at 1769 MB. Another size than those of presets needs a reason."""

    memory_reason: str
    """Why the memory is none of the presets' sizes, in three words or more; empty unless given."""

    environment: Mapping[str, pulumi.Input[str]]
    """Environment variables that the code reads."""

    permissions: list[Permission]
    """What the code may do, beside writing its own log and trace and consuming what invokes it."""

    layers: list[pulumi.Input[str]]
    """ARNs of Lambda layer versions, at most 5."""

    architecture: str
    """Processor: arm64 or x86_64; arm64 unless given."""

    description: str
    """What the function is for, as the AWS console shows it, up to 256 characters; empty unless given."""

    ephemeral_storage: int
    """Size of /tmp in MB, 512 to 10240; 512 unless given."""

    reserved_concurrency: int
    """How many invocations may run at the same time, kept free for this function, 0 or more; 0 stops it. Without it the function shares what the account has left."""

    defaults: StageDefaults
    """What the components of this stage have in common; it is also for what is made around the function, as its queue and alarms."""


def function_args(args: FunctionSettings) -> FunctionArgs:
    """The same as the components take it."""
    return FunctionArgs(
        code=code(args["code_path"]),
        uses=accesses(args.get("permissions", [])),
        defaults=defaults(args.get("defaults")),
        **{
            "preset": PRESET,
            **given(FunctionSettings, args, "code_path", "permissions", "defaults"),
        },
    )


def accesses(permissions: Iterable[Permission]) -> tuple[Access, ...]:
    """The same as the components take them."""
    return tuple(
        Access(actions=tuple(each["actions"]), resources=tuple(each["resources"]))
        for each in permissions
    )


def code(path: str) -> pulumi.FileArchive:
    """The archive at a path of the program; everything in it is deployed."""
    if not Path(path).is_dir() and not (Path(path).is_file() and path.endswith(".zip")):
        raise ValueError(
            f"code_path must be a folder or a .zip file, as seen from {Path.cwd()}; got {path}"
        )
    return pulumi.FileArchive(path)
