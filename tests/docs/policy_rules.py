"""What the policy pack says of its rules, as Markdown."""

from __future__ import annotations

import json
import sys
from functools import cache
from itertools import groupby
from textwrap import fill
from typing import Any

from policies import RULES
from policies.framework.graph import token
from policies.framework.resource import UNKNOWN, Resource
from policies.framework.rule import Rule
from policies.mappings import names_of
from tests.docs.made import short, table
from tests.policies.fixtures import cases
from tests.policies.requirements import REQUIREMENTS

WIDTH = 180
# So much of a resource is shown, in characters.
SHOWN = 160


def rules() -> str:
    """Every rule of the pack, in one line each."""
    return table(
        ("rule", "severity", "level", "requirement"),
        ((link(rule), rule.severity.value, rule.level.value, rule.title) for rule in RULES),
    )


def each_rule() -> str:
    """Every rule in full, below the AWS service that its file is about."""
    blocks = []
    for service, own in groupby(RULES, key=service_of):
        blocks.append(f"### {service}")
        for rule in own:
            blocks += [f"#### {rule.id}", wrapped(f"{rule.title}. {rule.reason}"), facts(rule)]
    return "\n\n".join(blocks) + "\n"


def limits() -> str:
    """Every limit that policy configuration may set."""
    return table(
        ("rule", "limit", "default"),
        (
            (link(rule), f"`{name}`", f"{default:g}")
            for rule in RULES
            for name, default in rule.limits.items()
        ),
    )


def requirements() -> str:
    """What was asked of the pack, and where it is held."""
    return table(
        ("number", "what", "held by"),
        (
            (
                each.number,
                each.what,
                ", ".join(map(named, each.rules)) or each.reason,
            )
            for each in REQUIREMENTS
        ),
    )


def named(name: str) -> str:
    """The link to a rule, or a check of ``platform check``."""
    return f"`{name}` (`platform check`)" if "." in name else f"[`{name}`](#{name})"


def link(rule: Rule) -> str:
    return f"[`{rule.id}`](#{rule.id})"


def service_of(rule: Rule) -> str:
    """The service that the docstring of a rule's file begins with."""
    text = sys.modules[rule.check.__module__].__doc__ or ""
    return text.partition(":")[0]


def about(rule: Rule) -> str:
    return ", ".join(f"`{short(token(kind))}`" for kind in rule.about) or "every resource"


def facts(rule: Rule) -> str:
    lines = [
        f"- Remedy: {rule.remedy}.".replace("<", "\\<"),
        f"- Severity {rule.severity.value}, {rule.level.value}, about {about(rule)}.",
    ]
    lines += [example(rule, "ALLOWED"), example(rule, "REFUSED"), elsewhere(rule)]
    if rule.documentation:
        lines.append(f"- [AWS documentation]({rule.documentation})")
    return "\n".join(wrapped(line, indent="  ") for line in lines)


@cache
def fixtures(kind: str) -> dict[str, dict[str, list[Resource]]]:
    return cases(kind)


def example(rule: Rule, kind: str) -> str:
    """The first stack that a rule is shown with: the resource that it is about, and the types of
    the others.
    """
    [(sentence, stack), *_] = fixtures(kind)[rule.id].items()
    about = [each for each in stack if not rule.types or each.type in rule.types] or stack
    others = sorted({f"`{short(each.type)}`" for each in stack if each is not about[0]})
    text = json.dumps(readable(dict(about[0].properties)))
    shown = text if len(text) <= SHOWN else f"{text[: SHOWN - 4]} ..."
    beside = f", with {', '.join(others)}" if others else ""
    return f"- {kind.capitalize()}, {sentence}: `{short(about[0].type)}` `{shown}`{beside}"


def readable(value: Any) -> Any:
    """A value of a fixture as JSON has it; what is not known at preview is in words."""
    if isinstance(value, dict):
        return {key: readable(part) for key, part in value.items()}
    if isinstance(value, list):
        return [readable(part) for part in value]
    return "(not known yet)" if value is UNKNOWN else value


def elsewhere(rule: Rule) -> str:
    """The pillar of the rule, and its ids in other packs."""
    names = names_of(rule.id)
    others = {
        "serverless-rules": names.serverless_rules,
        "cdk-nag": names.cdk_nag,
        "Security Hub": names.security_hub,
    }
    said = [f"{name} {', '.join(ids)}" for name, ids in others.items() if ids]
    return f"- Well-Architected: {names.pillar}." + (f" Also {'; '.join(said)}." if said else "")


def wrapped(text: str, indent: str = "") -> str:
    return fill(text, WIDTH, subsequent_indent=indent)
