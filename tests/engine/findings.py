"""What the engine prints of the policies: the findings, by rule and resource."""

from __future__ import annotations

import re

FINDING = re.compile(r"- \[(\w+)\].*?  ([\w-]+)  \(([^)]+)\)")


def findings(output: str) -> dict[tuple[str, str], str]:
    """The level of each finding, by rule and resource."""
    return {(rule, resource): level for level, rule, resource in FINDING.findall(output)}
