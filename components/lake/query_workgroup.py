"""Query workgroup: Athena queries with a limit on what each scans, and results that expire."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.access import Access
from components.defaults import Defaults
from components.grants import named
from components.limits import within
from components.objects.bucket import Bucket, BucketArgs

RESULTS = "results/"
MEGABYTE = 1024 * 1024

# Athena takes 10 MB at least, and bills so many for a smaller query; 7 EB at most:
# https://docs.aws.amazon.com/athena/latest/APIReference/API_WorkGroupConfiguration.html
SCAN_LIMIT_MB = (10, 7_000_000_000_000)

RUN = (
    "athena:StartQueryExecution",
    "athena:StopQueryExecution",
    "athena:GetQueryExecution",
    "athena:GetQueryResults",
    "athena:GetWorkGroup",
)
# What Athena does with the caller's permissions where it writes results:
# https://docs.aws.amazon.com/athena/latest/ug/s3-permissions.html
RESULT_OBJECTS = (
    "s3:GetObject",
    "s3:PutObject",
    "s3:AbortMultipartUpload",
    "s3:ListMultipartUploadParts",
)


@dataclass(frozen=True, kw_only=True)
class SavedQuery:
    """A query that a workgroup keeps under a name."""

    sql: str
    """One statement in Athena's SQL, over tables of the workgroup's database."""

    description: str = ""
    """What it answers, as the console shows it; up to 1,024 characters."""

    def __post_init__(self) -> None:
        if not self.sql.strip():
            raise ValueError("sql must be a statement, got none")
        within("the length of description", len(self.description), (0, 1024))


@dataclass(frozen=True, kw_only=True)
class QueryWorkgroupArgs:
    """The database, the limit of a query, and how long its result stays."""

    database: pulumi.Input[str]
    """The name of the Glue database that saved queries are for."""

    scan_limit_mb: int = 1024
    """How many megabytes a query may scan before Athena cancels it, 10 or more. A terabyte costs
    5 dollars, so that a query of the default costs half a cent at most."""

    result_days: int = 7
    """After how many days a result is deleted, 1 or more."""

    queries: Mapping[str, SavedQuery] | None = None
    """Saved queries by name."""

    defaults: Defaults = Defaults()
    """Stage defaults: tags, and ``keep_data``."""

    def __post_init__(self) -> None:
        within("scan_limit_mb", self.scan_limit_mb, SCAN_LIMIT_MB, "MB")
        if self.result_days < 1:
            raise ValueError(f"result_days must be at least 1, got {self.result_days}")


class QueryWorkgroup(pulumi.ComponentResource):
    """A workgroup whose settings callers cannot override: results go to its own encrypted bucket,
    and a query that scans more than the limit is cancelled.
    """

    name: pulumi.Output[str]
    arn: pulumi.Output[str]
    results: Bucket
    workgroup: aws.athena.Workgroup
    queries: Mapping[str, aws.athena.NamedQuery]

    def __init__(
        self, name: str, args: QueryWorkgroupArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:lake:QueryWorkgroup", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)

        kept = BucketArgs(versioned=False, expiration_days=args.result_days, defaults=args.defaults)
        self.results = Bucket(f"{name}-results", kept, opts=child)
        self.workgroup = aws.athena.Workgroup(
            f"{name}-workgroup",
            configuration={
                "enforce_workgroup_configuration": True,
                "publish_cloudwatch_metrics_enabled": True,
                "bytes_scanned_cutoff_per_query": args.scan_limit_mb * MEGABYTE,
                "result_configuration": {
                    "output_location": pulumi.Output.concat(
                        "s3://", self.results.name, f"/{RESULTS}"
                    ),
                    "encryption_configuration": {"encryption_option": "SSE_S3"},
                },
            },
            # The history of queries goes with the workgroup.
            force_destroy=True,
            tags=args.defaults.tags,
            opts=child,
        )
        self.queries = {
            title: aws.athena.NamedQuery(
                f"{name}-{title}",
                name=title,
                description=query.description or None,
                database=args.database,
                query=query.sql,
                workgroup=self.workgroup.id,
                opts=child,
            )
            for title, query in (args.queries or {}).items()
        }
        self.name, self.arn = self.workgroup.name, self.workgroup.arn
        self.register_outputs({"name": self.name, "arn": self.arn})

    def run(self, variable: str | None = None) -> tuple[Access, ...]:
        """Let a function run queries here and read their results; the variable carries the
        workgroup's name. The tables are granted by ``LakeTable.read``.
        """
        objects = pulumi.Output.concat(self.results.arn, f"/{RESULTS}*")
        bucket = ("s3:GetBucketLocation", "s3:ListBucketMultipartUploads")
        return (
            Access(actions=RUN, resources=(self.arn,), environment=named(variable, self.name)),
            Access(actions=RESULT_OBJECTS, resources=(objects,)),
            Access(actions=bucket, resources=(self.results.arn,)),
            self.results.list(prefix=RESULTS),
        )
