"""Field log: which fields failed and why, in a log group that expires."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.access import Access, assumed_by, policy, statements
from components.defaults import Defaults
from components.roles import role_for

APPSYNC = "appsync.amazonaws.com"
WRITE = ("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents")


@dataclass(frozen=True)
class FieldLog:
    """The role by which AppSync writes the log, made before the API: its settings name it."""

    role: aws.iam.Role
    level: str
    verbose: bool

    def settings(self) -> dict[str, Any]:
        """The API's ``log_config``; without verbose content the log has no headers, in which
        tokens are, and no results.
        """
        return {
            "cloudwatch_logs_role_arn": self.role.arn,
            "field_log_level": self.level,
            "exclude_verbose_content": not self.verbose,
        }

    def group(
        self,
        name: str,
        api: aws.appsync.GraphQLApi,
        defaults: Defaults,
        opts: pulumi.ResourceOptions,
    ) -> aws.cloudwatch.LogGroup:
        """The log group, and the role's permission to write to it alone.

        AppSync decides the group's name, and would make it itself, to be kept for ever:
        https://docs.aws.amazon.com/appsync/latest/devguide/monitoring.html
        """
        group = aws.cloudwatch.LogGroup(
            f"{name}-logs",
            name=pulumi.Output.concat("/aws/appsync/apis/", api.id),
            retention_in_days=defaults.log_retention_days,
            tags=defaults.tags,
            opts=opts,
        )
        write = Access(actions=WRITE, resources=(pulumi.Output.concat(group.arn, ":*"),))
        aws.iam.RolePolicy(
            f"{name}-logs-permissions",
            role=self.role.id,
            policy=policy(*statements(write)),
            opts=opts,
        )
        return group


def field_log(name: str, defaults: Defaults, opts: pulumi.ResourceOptions) -> FieldLog:
    """A log of the fields that failed; of every field, in full, with ``data_trace``."""
    role = role_for(f"{name}-logs-role", assumed_by(APPSYNC), defaults, opts)
    return FieldLog(role, "ALL" if defaults.data_trace else "ERROR", defaults.data_trace)
