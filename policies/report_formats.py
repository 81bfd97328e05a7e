"""Formats of the report: text for people, JSON, SARIF and JUnit for programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.etree import ElementTree

from policies.framework.judgement import PAGE
from policies.framework.report import MANDATORY, Judged
from policies.mappings import names_of

TOOL = "aws-serverless"
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"

# How severe a finding is in SARIF; the word of the pack is in the properties.
SARIF_LEVELS = {"critical": "error", "high": "error", "medium": "warning", "low": "note"}


def as_text(stack: str, judged: Sequence[Judged]) -> str:
    """One line a rule, then what was found and what is exempt."""
    lines = [f"{'outcome':9}{'level':11}{'judged':>6}  rule"]
    for each in judged:
        lines.append(f"{each.outcome:9}{each.level:11}{each.resources:6}  {each.rule.id}")
    found = [str(violation) for each in judged for violation in each.violations]
    exempt = [str(exemption) for each in judged for exemption in each.exempt]
    counts = Counter(each.outcome for each in judged)
    said = ", ".join(f"{counts[outcome]} {outcome}" for outcome in sorted(counts))
    parts = [lines, found, exempt, [f"{stack}: {len(judged)} rules: {said}"]]
    return "\n\n".join("\n".join(part) for part in parts if part)


def as_json(stack: str, judged: Sequence[Judged]) -> str:
    """Everything that is known of each rule."""
    return json.dumps({"stack": stack, "rules": [_content(each) for each in judged]}, indent=2)


def as_sarif(stack: str, judged: Sequence[Judged]) -> str:
    """SARIF 2.1.0, as code scanning takes it; a resource is a logical location."""
    driver = {
        "name": TOOL,
        "informationUri": PAGE,
        "rules": [
            {
                "id": each.rule.id,
                "shortDescription": {"text": each.rule.title},
                "fullDescription": {"text": each.rule.reason},
                "help": {"text": f"{each.rule.remedy}."},
                **({"helpUri": each.rule.documentation} if each.rule.documentation else {}),
                "defaultConfiguration": {"level": SARIF_LEVELS[each.rule.severity.value]},
                "properties": {"tags": _names(each)["tags"], "level": each.level},
            }
            for each in judged
        ],
    }
    run = {
        "tool": {"driver": driver},
        "automationDetails": {"id": f"{TOOL}/{stack}"},
        "results": list(_results(judged)),
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def as_junit(stack: str, judged: Sequence[Judged]) -> str:
    """JUnit's XML: a test for each rule, which fails where the rule stops the deployment; one that
    is off, or about nothing in the stack, is skipped.
    """
    suite = ElementTree.Element("testsuite", name=f"{TOOL} {stack}", tests=str(len(judged)))
    for each in judged:
        service = each.rule.id.partition("-")[0]
        case = ElementTree.SubElement(suite, "testcase", classname=service, name=each.rule.id)
        if each.outcome == "refused":
            failure = ElementTree.SubElement(case, "failure", message=each.rule.title)
            failure.text = "\n".join(map(str, each.violations))
        elif each.outcome in ("off", "none"):
            ElementTree.SubElement(case, "skipped", message=each.outcome)
        elif each.violations:
            said = ElementTree.SubElement(case, "system-out")
            said.text = "\n".join(map(str, each.violations))
    failed = sum(each.outcome == "refused" for each in judged)
    skipped = sum(each.outcome in ("off", "none") for each in judged)
    suite.set("failures", str(failed))
    suite.set("skipped", str(skipped))
    ElementTree.indent(suite)
    return ElementTree.tostring(suite, encoding="unicode", xml_declaration=True)


def _content(each: Judged) -> Mapping[str, Any]:
    rule = each.rule
    return {
        "id": rule.id,
        "title": rule.title,
        "reason": rule.reason,
        "remedy": rule.remedy,
        "severity": rule.severity.value,
        "level": each.level,
        "documentation": rule.documentation,
        "limits": dict(rule.limits),
        **{key: value for key, value in _names(each).items() if key != "tags"},
        "resources": each.resources,
        "outcome": each.outcome,
        "violations": [
            {
                "urn": violation.resource.urn,
                "path": violation.path,
                "wrong": violation.wrong,
                "binding": violation.binding,
            }
            for violation in each.violations
        ],
        "exemptions": [
            {"urn": one.resource.urn, "reason": one.reason, "owner": one.owner, "until": one.until}
            for one in each.exempt
        ],
    }


def _results(judged: Sequence[Judged]) -> Iterator[Mapping[str, Any]]:
    for each in judged:
        severity = SARIF_LEVELS[each.rule.severity.value]
        for violation in each.violations:
            yield _result(
                each, violation.resource.urn, f"{violation.path}: {violation.wrong}.", severity
            )
        for one in each.exempt:
            suppressed = {"kind": "inSource", "justification": one.reason}
            found = _result(each, one.resource.urn, str(one), severity)
            yield {**found, "suppressions": [suppressed]}


def _result(each: Judged, urn: str, text: str, severity: str) -> dict[str, Any]:
    location = {"logicalLocations": [{"fullyQualifiedName": urn, "kind": "resource"}]}
    return {
        "ruleId": each.rule.id,
        # What only warns in this stack is no error, however severe it would be in prod.
        "level": severity if each.level == MANDATORY or severity == "note" else "warning",
        "message": {"text": text},
        "locations": [location],
    }


def _names(each: Judged) -> dict[str, Any]:
    names = names_of(each.rule.id)
    other = (*names.serverless_rules, *names.cdk_nag, *names.security_hub)
    return {
        "pillar": names.pillar,
        "serverlessRules": list(names.serverless_rules),
        "cdkNag": list(names.cdk_nag),
        "securityHub": list(names.security_hub),
        "tags": [names.pillar, *other],
    }


FORMATS = {"text": as_text, "json": as_json, "sarif": as_sarif, "junit": as_junit}
