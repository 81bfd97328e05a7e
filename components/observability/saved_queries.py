"""Saved queries: Logs Insights queries over the logs of a service, in a folder of the console.

The fields are those that the runtime, the access logs of APIs and Step Functions write:
https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.limits import within

Names = Sequence[pulumi.Input[str]]

# https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutQueryDefinition.html
MOST_LOG_GROUPS = 50

ERRORS = """fields @timestamp, function, message, error_type, correlation_id
| filter level = "ERROR"
| sort @timestamp desc
| limit 100"""

SLOW_REQUESTS = """fields @timestamp, requestId, sourceIp, responseLatency
| filter responseLatency > 1000
| sort responseLatency desc
| limit 20"""

FAILED_EXECUTIONS = """fields @timestamp, execution_arn, details.cause
| filter type in ["ExecutionFailed", "ExecutionTimedOut", "ExecutionAborted"]
| sort @timestamp desc
| limit 100"""


@dataclass(frozen=True, kw_only=True)
class SavedQueriesArgs:
    """The log groups by the kind of what writes them, and where the queries are found."""

    folder: str
    """The folder of the queries in the console, as ``shop/prod/orders``."""

    functions: Names = ()
    """Names of the log groups of functions, for the query ``errors``."""

    apis: Names = ()
    """Names of the access logs of REST and HTTP APIs, for the query ``slow-requests``."""

    workflows: Names = ()
    """Names of the log groups of state machines, for the query ``failed-executions``."""

    def __post_init__(self) -> None:
        if not self.folder.strip("/"):
            raise ValueError(f"folder must be a name, got {self.folder!r}")
        if not any((self.functions, self.apis, self.workflows)):
            raise ValueError("functions, apis or workflows must name a log group, got none")
        for kind in ("functions", "apis", "workflows"):
            within(kind, len(getattr(self, kind)), (0, MOST_LOG_GROUPS), "log groups")


class SavedQueries(pulumi.ComponentResource):
    """One query for each kind of log that there is; ``queries`` has them by their names."""

    queries: Mapping[str, aws.cloudwatch.QueryDefinition]

    def __init__(
        self, name: str, args: SavedQueriesArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:observability:SavedQueries", name, None, opts)
        self.queries = {
            word: aws.cloudwatch.QueryDefinition(
                f"{name}-{word}",
                name=f"{args.folder.strip('/')}/{word}",
                query_string=query,
                log_group_names=list(groups),
                opts=pulumi.ResourceOptions(parent=self),
            )
            for word, query, groups in (
                ("errors", ERRORS, args.functions),
                ("slow-requests", SLOW_REQUESTS, args.apis),
                ("failed-executions", FAILED_EXECUTIONS, args.workflows),
            )
            if groups
        }
        self.register_outputs({"names": sorted(self.queries)})
