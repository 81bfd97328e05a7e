"""Stack changes: what a preview of deployed stacks would change, from the engine's JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# Verbs in the order in which they matter, each with the engine's names for its steps:
# https://www.pulumi.com/docs/iac/concepts/how-pulumi-works/#creation-and-deletion-order
VERBS = {
    "deleted": ("delete", "discard"),
    "replaced": ("replace", "create-replacement", "delete-replaced", "discard-replaced"),
    "changed": ("update", "import", "import-replacement"),
    "created": ("create",),
}
# What is lost with the resource, or cannot be had back as it was.
HOLDS_DATA = {
    "aws:backup/vault:Vault": "backup vault",
    "aws:cloudwatch/eventArchive:EventArchive": "archive",
    "aws:cloudwatch/logGroup:LogGroup": "log group",
    "aws:cognito/userPool:UserPool": "user pool",
    "aws:dynamodb/table:Table": "table",
    "aws:elasticache/replicationGroup:ReplicationGroup": "cache",
    "aws:elasticache/serverlessCache:ServerlessCache": "cache",
    "aws:kinesis/stream:Stream": "stream",
    "aws:kms/key:Key": "key",
    "aws:opensearch/domain:Domain": "search domain",
    "aws:rds/cluster:Cluster": "database",
    "aws:rds/instance:Instance": "database",
    "aws:s3/bucket:Bucket": "bucket",
    "aws:secretsmanager/secret:Secret": "secret",
    "aws:sqs/queue:Queue": "queue",
}
STACK = "pulumi:pulumi:Stack"
PLATFORM = "platform"


@dataclass(frozen=True, order=True)
class Change:
    """One resource that would not stay as it is; ``properties`` are those that differ, of a
    replacement those that force it.
    """

    service: str
    verb: str
    type: str
    name: str
    properties: tuple[str, ...] = ()

    @property
    def holds(self) -> str | None:
        """What it is, if it holds data: ``table``."""
        return HOLDS_DATA.get(self.type)

    @property
    def loses_data(self) -> bool:
        return self.holds is not None and self.verb in ("replaced", "deleted")


def changes(digest: Mapping[str, Any], services: Sequence[str]) -> list[Change]:
    """The changes of a ``pulumi preview --json``, each resource once."""
    found: dict[str, Change] = {}
    for step in digest.get("steps") or ():
        verb = _verb(step["op"])
        kind, name = _type_and_name(step["urn"])
        if verb is None or kind == STACK:
            continue
        reasons = step.get("replaceReasons") if verb == "replaced" else None
        properties = reasons or step.get("diffReasons") or step.get("detailedDiff") or ()
        change = Change(service_of(name, services), verb, kind, name, tuple(sorted(properties)))
        known = found.get(step["urn"])
        if known is None or len(known.properties) < len(change.properties):
            found[step["urn"]] = change
    return sorted(found.values())


def service_of(name: str, services: Iterable[str]) -> str:
    """The service whose name a resource's begins with, or the platform."""
    return next(
        (each for each in services if name == each or name.startswith(f"{each}-")), PLATFORM
    )


def counts(found: Iterable[Change]) -> dict[str, dict[str, int]]:
    """By service, how many resources are created, changed, replaced and deleted."""
    counted: dict[str, dict[str, int]] = {}
    for each in found:
        of_service = counted.setdefault(each.service, dict.fromkeys(reversed(VERBS), 0))
        of_service[each.verb] += 1
    return dict(sorted(counted.items()))


def _verb(operation: str) -> str | None:
    return next((verb for verb, names in VERBS.items() if operation in names), None)


def _type_and_name(urn: str) -> tuple[str, str]:
    kinds, _, name = urn.split("::", 2)[2].partition("::")
    return kinds.rpartition("$")[2], name
