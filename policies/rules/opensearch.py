"""Amazon OpenSearch Service: domains that are encrypted, closed and watched."""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import opensearch
from policies.framework.graph import Graph, document, token
from policies.framework.level import Level
from policies.framework.resource import Resource
from policies.framework.rule import rule
from policies.relations.alarms import Metric, alarms_of, metrics
from policies.relations.always_on import without_reason

# What must be true of a domain, and what it is without it.
ENCRYPTED = {
    "encryptAtRest.enabled": "its disks are not encrypted",
    "nodeToNodeEncryption.enabled": "what its nodes say to each other is not encrypted",
    "domainEndpointOptions.enforceHttps": "it answers without TLS",
}
METRICS = {"ClusterStatus.red": "Greater", "FreeStorageSpace": "Less"}


@rule(
    "opensearch-domain-encryption",
    "A domain is encrypted on its disks, between its nodes and on the way to its clients",
    about=opensearch.Domain,
    severity=Severity.HIGH,
    remedy="Set encrypt_at_rest and node_to_node_encryption to enabled, and enforce_https and a "
    "tls_security_policy of TLS 1.2 in domain_endpoint_options",
    documentation="https://docs.aws.amazon.com/opensearch-service/latest/developerguide/"
    "infrastructure-security.html",
)
def domain_is_encrypted(domain: Resource) -> Iterator[str]:
    """An index repeats what other stores hold, and is as much worth to a thief."""
    for path, said in ENCRYPTED.items():
        if domain.get(path) is not True:
            yield said
    # What a domain has that names none.
    if "TLS-1-0" in domain.get("domainEndpointOptions.tlsSecurityPolicy", "TLS-1-0"):
        yield "it takes TLS 1.0"


@rule(
    "opensearch-domain-closed",
    "A domain has fine-grained access control, and its policy names who may send requests",
    about=(opensearch.Domain, opensearch.DomainPolicy),
    severity=Severity.CRITICAL,
    remedy="Set advanced_security_options to enabled, with a master user; name roles in the "
    "policy, or put the domain into subnets",
    documentation="https://docs.aws.amazon.com/opensearch-service/latest/developerguide/fgac.html",
)
def domain_is_closed(resource: Resource) -> Iterator[str]:
    """Any program that finds the endpoint of an open domain can read and delete all of it."""
    is_domain = resource.type == token(opensearch.Domain)
    if is_domain and resource.get("advancedSecurityOptions.enabled") is not True:
        yield "no fine-grained access control"
    policy = resource.properties.get("accessPolicies")
    statements = document(policy).get("Statement", []) if isinstance(policy, str) else []
    for statement in statements if isinstance(statements, list) else [statements]:
        principal = statement.get("Principal")
        named = principal.get("AWS") if isinstance(principal, dict) else principal
        is_open = "*" in (named if isinstance(named, list) else [named])
        if statement.get("Effect") == "Allow" and is_open and not statement.get("Condition"):
            yield "its policy allows requests from everybody"


@rule(
    "opensearch-domain-alarm",
    "A domain has alarms on its red status and on its free storage",
    about=opensearch.Domain,
    severity=Severity.HIGH,
    remedy="Add alarms on AWS/ES ClusterStatus.red and FreeStorageSpace by DomainName and ClientId",
    documentation="https://docs.aws.amazon.com/opensearch-service/latest/developerguide/"
    "cloudwatch-alarms.html",
)
def domain_has_alarms(domain: Resource, graph: Graph) -> Iterator[str]:
    """A full disk stops all writes, and a red index answers with parts of itself only."""
    for metric, comparison in METRICS.items():
        if not any(
            Metric(namespace="AWS/ES", name=metric) in metrics(alarm)
            and alarm.get("comparisonOperator", "").startswith(comparison)
            for alarm in alarms_of(domain, graph)
        ):
            yield f"no alarm on {metric}"


@rule(
    "opensearch-always-on-reason",
    "A domain outside prod says why it is paid for by the hour",
    about=opensearch.Domain,
    level=Level.ADVISORY,
    severity=Severity.LOW,
    remedy="Give it the tag always-on with the reason, or keep a small index in a table, as the "
    "search service does",
    documentation="https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ri.html",
)
def domain_says_why_it_is_always_on(domain: Resource) -> Iterator[str]:
    """A stage that is used for an hour a day pays for the other 23 as well."""
    yield from without_reason(domain)


RULES = (
    domain_is_encrypted,
    domain_is_closed,
    domain_has_alarms,
    domain_says_why_it_is_always_on,
)
