"""Amazon Athena: what the queries of a workgroup may scan, and who reads their results."""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import athena
from policies.framework.resource import Resource
from policies.framework.rule import rule

GUIDE = "https://docs.aws.amazon.com/athena/latest/ug"


@rule(
    "athena-workgroup-results-encrypted",
    "Results of a workgroup's queries are encrypted, whatever the caller says",
    about=athena.Workgroup,
    severity=Severity.HIGH,
    remedy="Set result_configuration.encryption_configuration, and "
    "enforce_workgroup_configuration to True",
    documentation=f"{GUIDE}/workgroups-settings-override.html",
)
def workgroup_encrypts_results(workgroup: Resource) -> Iterator[str]:
    """The result of a query is a file with what it found: a copy of the data, where the caller says
    unless the workgroup decides."""
    result = "configuration.resultConfiguration"
    if not workgroup.has(f"{result}.encryptionConfiguration.encryptionOption"):
        yield "its results have no encryption"
    elif not workgroup.get("configuration.enforceWorkgroupConfiguration", True):
        yield "callers may have results written elsewhere, without encryption"


@rule(
    "athena-workgroup-scan-limit",
    "A workgroup limits what a query may scan",
    about=athena.Workgroup,
    severity=Severity.MEDIUM,
    remedy="Set bytes_scanned_cutoff_per_query to what the largest query needs",
    documentation=f"{GUIDE}/workgroups-setting-control-limits-cloudwatch.html",
)
def workgroup_limits_scans(workgroup: Resource) -> Iterator[str]:
    """Athena bills by what a query scans; one without a partition in its condition scans all."""
    if not workgroup.get("configuration.bytesScannedCutoffPerQuery"):
        yield "a query may scan anything"


RULES = (workgroup_encrypts_results, workgroup_limits_scans)
