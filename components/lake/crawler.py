"""Crawler: looks for new columns and partitions of a table on a schedule."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from components.access import Access, assumed_by, policy, statements
from components.defaults import Defaults
from components.roles import role_for

# Glue's crawlers log to groups of these names:
# https://docs.aws.amazon.com/glue/latest/dg/monitor-continuous-logging-enable.html
LOGS = "log-group:/aws-glue/*"
LOG = ("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents")


class Crawler(pulumi.ComponentResource):
    """A Glue crawler of one table that exists, with a role of its own. It adds columns and
    partitions; what it no longer finds it logs, and deletes nothing.
    """

    crawler: aws.glue.Crawler
    role: aws.iam.Role
    role_policy: aws.iam.RolePolicy

    def __init__(
        self,
        name: str,
        table: aws.glue.CatalogTable,
        uses: tuple[Access, ...],
        schedule: str,
        defaults: Defaults,
        opts: pulumi.ResourceOptions,
    ) -> None:
        super().__init__("platform:lake:Crawler", f"{name}-crawler", None, opts)
        child = pulumi.ResourceOptions(parent=self)

        self.role = role_for(
            f"{name}-crawler-role", assumed_by("glue.amazonaws.com"), defaults, child
        )
        logs = Access(actions=LOG, resources=(table.arn.apply(log_groups_of),))
        self.role_policy = aws.iam.RolePolicy(
            f"{name}-crawler-permissions",
            role=self.role.id,
            policy=policy(*statements(logs, *uses)),
            opts=child,
        )
        self.crawler = aws.glue.Crawler(
            f"{name}-crawler",
            database_name=table.database_name,
            role=self.role.arn,
            schedule=schedule,
            catalog_targets=[{"database_name": table.database_name, "tables": [table.name]}],
            schema_change_policy={
                "delete_behavior": "LOG",
                "update_behavior": "UPDATE_IN_DATABASE",
            },
            tags=defaults.tags,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[self.role_policy]),
        )
        self.register_outputs({"name": self.crawler.name})


def log_groups_of(table_arn: str) -> str:
    """The ARN of the log groups of crawlers, in the partition, Region and account of a table."""
    _, partition, _, region, account, _ = table_arn.split(":", 5)
    return f"arn:{partition}:logs:{region}:{account}:{LOGS}"
