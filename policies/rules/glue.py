"""AWS Glue: what a crawler does to the tables of the data catalog."""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import glue
from policies.framework.resource import Resource
from policies.framework.rule import rule


@rule(
    "glue-crawler-deletes-nothing",
    "A crawler deletes no tables and partitions",
    about=glue.Crawler,
    severity=Severity.MEDIUM,
    remedy="Set schema_change_policy.delete_behavior to LOG",
    documentation="https://docs.aws.amazon.com/glue/latest/dg/crawler-schema-changes-prevent.html",
)
def crawler_deletes_nothing(crawler: Resource) -> Iterator[str]:
    """A crawler that finds a folder empty, or may not read it for a while, takes the table out of
    use, and with it every query; a program that declares the table makes it again each time."""
    behavior = crawler.get("schemaChangePolicy.deleteBehavior", "DEPRECATE_IN_DATABASE")
    if behavior != "LOG":
        yield f"the delete behavior is {behavior}"


RULES = (crawler_deletes_nothing,)
