"""What the policy pack says of its rules, as Markdown."""

from __future__ import annotations

import sys
from itertools import groupby
from textwrap import fill

from policies import RULES
from policies.framework.graph import token
from policies.framework.rule import Rule
from tests.docs.made import short, table

WIDTH = 180


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
    if rule.documentation:
        lines.append(f"- [AWS documentation]({rule.documentation})")
    return "\n".join(wrapped(line, indent="  ") for line in lines)


def wrapped(text: str, indent: str = "") -> str:
    return fill(text, WIDTH, subsequent_indent=indent)
