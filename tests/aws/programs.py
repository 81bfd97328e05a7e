"""Programs: every stage and every example, with the names and ARNs that AWS would give."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import pulumi

from local.provider.naming import Autonaming
from local.provider.provider import AwsProvider
from tests.aws.arns import FORMS
from tests.cloud import ACCOUNT, REGION, Cloud, Recorded
from tests.examples.programs import NAMES
from tests.examples.programs import recorded as example
from tests.stage import OPTIONAL, STAGES, deployed

MADE_UP = re.compile(rf"arn:aws:(\w+):{REGION}:{ACCOUNT}:([\w/.-]+)")

# Ids as AWS writes them, in the place of those that the mocks make of names.
IDS = {
    r'(?<="identityPoolId": ")[^"]+': f"{REGION}:7a2b4c6d-0000-4000-8000-000000000000",
    r'[\w-]+-pool-id(?=")': f"{REGION}_Ab1Cd2Ef3",
    r'[\w-]+-client-id(?=")': "1a2b3c4d5e6f7g8h9i0j1k2l3m",
    r'[\w-]+-vpc-id(?=")': "vpc-0a1b2c3d4e5f60718",
    r'[\w-]+-(public|private|isolated)-1-id(?=")': "subnet-0a1b2c3d4e5f60711",
    r'[\w-]+-(public|private|isolated)-2-id(?=")': "subnet-0a1b2c3d4e5f60712",
    r'[\w-]+-(clients|store|tasks)-id(?=")': "sg-0a1b2c3d4e5f60718",
}

# Components make the ARN of executions from a machine's, which the mocks write otherwise.
EXECUTIONS = re.compile(r":stateMachine:([\w-]+):\*")


@dataclass(frozen=True)
class Resource:
    """One resource of one program; ``inputs`` are what a provider would create it with."""

    program: str
    type: str
    name: str
    inputs: Mapping[str, Any]

    @property
    def at(self) -> str:
        """Where to find it: ``prod: orders-api-stage``."""
        return f"{self.program}: {self.name}"


@cache
def everything() -> tuple[Resource, ...]:
    """The resources of every program."""
    programs = {stage: deployed(stage, **OPTIONAL) for stage in STAGES}
    programs |= {f"examples/{name}": example(name) for name in NAMES}
    return tuple(found for name, cloud in programs.items() for found in resources(name, cloud))


def resources(program: str, cloud: Cloud) -> list[Resource]:
    """A program's resources as they are planned: defaults and names filled in, ARNs of AWS."""
    found = [each for each in cloud.resources if each.custom and each.type.startswith("aws:")]
    arns = _arns(found)
    return [Resource(program, each.type, each.name, _planned(each, arns)) for each in found]


def _planned(resource: Recorded, arns: Mapping[tuple[str, str], str]) -> dict[str, Any]:
    text = json.dumps(_without_files(resource.inputs))
    text = MADE_UP.sub(lambda made: _real(made, arns), text)
    for made_up, real in IDS.items():
        text = re.sub(made_up, real, text)
    text = EXECUTIONS.sub(r":execution:\1:*", text)
    inputs = json.loads(text)
    name = Autonaming(logical_name=resource.name, seed=resource.name.encode())
    planned = AwsProvider().check(resource.urn, {}, inputs, name)
    return {key: value for key, value in planned.items() if key != "tagsAll"}


def _real(made: re.Match[str], arns: Mapping[tuple[str, str], str]) -> str:
    service, name = made.groups()
    known = name
    while known and (service, known) not in arns:
        known = re.sub(r"[/.-]?[^/.-]*$", "", known)
    if not known:
        return made[0]
    more = name[len(known) :]
    if more.startswith("/invocations"):
        return _invoke_arn(arns[service, known])
    return arns[service, known] + more.replace("/stream", "/stream/2026-01-01T00:00:00.000", 1)


def _invoke_arn(function: str) -> str:
    return f"arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions/{function}/invocations"


def _arns(found: list[Recorded]) -> dict[tuple[str, str], str]:
    """The ARN of each resource by what the mocks call it: a service and a logical name."""
    return {
        (each.type.split(":")[1].split("/")[0], each.name): FORMS[each.type].format(
            name=_named(each), region=REGION, account=ACCOUNT
        )
        for each in found
        if each.type in FORMS
    }


def _named(resource: Recorded) -> str:
    """The physical name: as the program says, or one that begins as it says."""
    name, prefix = resource.inputs.get("name"), resource.inputs.get("namePrefix")
    return str(name or (f"{prefix}1a2b3c" if prefix else resource.name))


def _without_files(value: Any) -> Any:
    """Inputs with a word in the place of files."""
    if isinstance(value, pulumi.Asset | pulumi.Archive):
        return "files"
    if isinstance(value, dict):
        return {key: _without_files(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_without_files(inner) for inner in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
