"""Edge function: a Lambda function that CloudFront runs at its edge locations (Lambda@Edge)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws

from components.access import Access, assumed_by, policy, statements
from components.arn import Arn
from components.defaults import Defaults
from components.edge.edge_code import check_size, edge_code
from components.edge.edge_version import EdgeEvent, associations, check_events
from components.edge.region import EDGE_REGION
from components.limits import within
from components.roles import role_for

# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html#limits-lambda-at-edge
VIEWER_SECONDS, ORIGIN_SECONDS = 5, 30
VIEWER_MEMORY_MB, LEAST_MEMORY_MB, ORIGIN_MEMORY_MB = 128, 128, 10_240
VIEWER_CODE_BYTES, ORIGIN_CODE_BYTES = 1024 * 1024, 50 * 1024 * 1024

# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-at-edge-function-restrictions.html
RUNTIME = "nodejs22.x"
RUNTIMES = r"(nodejs|python)\d[\d.x]*"
ARCHITECTURE = "x86_64"
PRINCIPALS = ("edgelambda.amazonaws.com", "lambda.amazonaws.com")


@dataclass(frozen=True, kw_only=True)
class EdgeFunctionArgs:
    """What runs at which events, and what it may use.

    There is nothing for environment variables, layers, another processor than x86_64, a VPC, a
    dead-letter queue, traces and reserved concurrency, which functions at the edge cannot have.
    Raises ``ValueError`` for more time, memory or code than the events allow, and for a grant that
    brings a variable.
    """

    handler: str
    """Module and function that Lambda calls, with a dot, as ``resize.handle``."""

    code: pulumi.Archive | Path | str
    """The folder with the handler's module: of Node.js that one file is deployed, of Python also
    what it imports from there. Or a ``.zip`` file, or a ``pulumi.Archive`` of everything needed. At
    most 1 MB compressed at viewer events, 50 MB at origin events."""

    events: tuple[EdgeEvent, ...]
    """When it runs: ``viewer-request`` and ``viewer-response`` for every request,
    ``origin-request`` and ``origin-response`` for those that the cache does not answer."""

    runtime: str = RUNTIME
    """Lambda's name of the runtime, of Node.js or Python."""

    timeout: int = VIEWER_SECONDS
    """How long an invocation may take, in seconds, 1 to 5 at viewer events, 1 to 30 at origin
    events."""

    memory: int = VIEWER_MEMORY_MB
    """Memory in MB, 128 at viewer events, 128 to 10,240 at origin events."""

    constants: Mapping[str, Any] = field(default_factory=dict)
    """What would be environment variables elsewhere: a file ``constants.json`` beside the handler's
    module. Everyone who reads the code sees them: no secrets."""

    include_body: bool = False
    """Whether it gets the bodies of requests, of which CloudFront cuts off what is above 40 KB at
    the viewer and 1 MB at the origin."""

    uses: tuple[Access, ...] = ()
    """Grants without a variable, as ``bucket.read()``; they hold in every Region."""

    log_regions: tuple[str, ...] = ()
    """Regions besides us-east-1, near your viewers, whose log groups are made here and expire. In
    any other Lambda makes one of the same name, which keeps its entries."""

    description: str = ""
    """What the function is for, as the console shows it; up to 256 characters."""

    defaults: Defaults = Defaults()
    """Stage defaults: log retention, tags."""

    def __post_init__(self) -> None:
        check_events(self.events, self.include_body)
        if not re.fullmatch(RUNTIMES, self.runtime):
            raise ValueError(f"runtime must be one of Node.js or Python, got {self.runtime}")
        if "." not in self.handler:
            raise ValueError(f"handler must be module.function, as app.handle, got {self.handler}")
        seconds, memory, largest = self.limits()
        events = ", ".join(self.events)
        within("timeout", self.timeout, (1, seconds), f"seconds at {events}")
        within("memory", self.memory, (LEAST_MEMORY_MB, memory), f"MB at {events}")
        check_size(self.code, self.handler, self.runtime, events, largest)
        if named := sorted(name for each in self.uses for name in each.environment):
            raise ValueError(
                "uses must be grants without a variable, of which functions at the edge have none: "
                f"put the value into constants, got {', '.join(named)}"
            )
        if EDGE_REGION in self.log_regions or len({*self.log_regions}) != len(self.log_regions):
            raise ValueError(f"log_regions must be others than {EDGE_REGION}, each once")

    def limits(self) -> tuple[int, int, int]:
        """Seconds, MB and bytes of code that the events allow at most."""
        if any(event.startswith("viewer") for event in self.events):
            return VIEWER_SECONDS, VIEWER_MEMORY_MB, VIEWER_CODE_BYTES
        return ORIGIN_SECONDS, ORIGIN_MEMORY_MB, ORIGIN_CODE_BYTES


class EdgeFunction(pulumi.ComponentResource):
    """A function in us-east-1 with a version of each deployment; ``Site`` and ``Api`` take it in
    ``functions``.

    An invocation that fails is a response of 5xx: the alarm of the distribution counts it. After
    the association is gone, CloudFront takes hours to delete the copies at the edge, and AWS
    refuses to delete the function until then.
    """

    arn: pulumi.Output[str]
    events: tuple[EdgeEvent, ...]
    include_body: bool
    function: aws.lambda_.Function
    role: aws.iam.Role
    role_policy: aws.iam.RolePolicy
    log_group: aws.cloudwatch.LogGroup
    log_groups: dict[str, aws.cloudwatch.LogGroup]

    def __init__(
        self, name: str, args: EdgeFunctionArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:edge:EdgeFunction", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)

        self._logs(name, args)
        self.role = role_for(f"{name}-role", assumed_by(PRINCIPALS), args.defaults, child)
        self.role_policy = aws.iam.RolePolicy(
            f"{name}-permissions",
            role=self.role.id,
            policy=_permissions(args, self.log_group),
            opts=child,
        )
        self.function = aws.lambda_.Function(
            f"{name}-function",
            description=args.description or None,
            runtime=args.runtime,
            architectures=[ARCHITECTURE],
            handler=args.handler,
            code=edge_code(args.code, args.handler, args.runtime, args.constants),
            role=self.role.arn,
            memory_size=args.memory,
            timeout=args.timeout,
            publish=True,
            logging_config={"log_format": "Text", "log_group": self.log_group.name},
            region=EDGE_REGION,
            tags=args.defaults.tags,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[self.role_policy]),
        )
        self.arn, self.events = self.function.qualified_arn, args.events
        self.include_body = args.include_body
        self.register_outputs({"arn": self.arn})

    def associations(self) -> list[Mapping[str, Any]]:
        """What a behaviour says of it, one for each event."""
        return associations(self.arn, self.events, self.include_body)

    def _logs(self, name: str, args: EdgeFunctionArgs) -> None:
        """One log group for each Region, of one name: the function names it, wherever it runs.
        https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-functions-logs.html
        """
        given: Any = {
            "retention_in_days": args.defaults.log_retention_days,
            "tags": args.defaults.tags,
            "opts": pulumi.ResourceOptions(parent=self),
        }
        self.log_group = aws.cloudwatch.LogGroup(f"{name}-logs", region=EDGE_REGION, **given)
        self.log_groups = {EDGE_REGION: self.log_group} | {
            region: aws.cloudwatch.LogGroup(
                f"{name}-logs-{region}", name=self.log_group.name, region=region, **given
            )
            for region in args.log_regions
        }


def in_every_region(given: Sequence[str]) -> str:
    """The ARN of log groups of one name in all Regions, from the ARN and the name of one."""
    arn, name = Arn.parse(given[0]), given[1]
    return f"arn:{arn.partition}:logs:*:{arn.account}:log-group:{name}"


def _permissions(args: EdgeFunctionArgs, log_group: aws.cloudwatch.LogGroup) -> pulumi.Input[str]:
    group = pulumi.Output.all(log_group.arn, log_group.name).apply(in_every_region)
    write_logs = Access(
        actions=("logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"),
        resources=(group, pulumi.Output.concat(group, ":*")),
    )
    return policy(*statements(write_logs, *args.uses))
