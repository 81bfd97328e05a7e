"""Function: one Lambda with its own role, log group, trace and error alarm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi
import pulumi_aws as aws

from components.access import Access, assumed_by, environment, policy, statement
from components.defaults import Defaults
from components.grants import FunctionGrants, named
from components.limits import within
from components.observability import alarms

RUNTIME = "python3.12"

# The limits of Lambda: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
MEMORY_MB = (128, 10240)
TIMEOUT_SECONDS = (1, 900)

# X-Ray has no resources to name; Lambda decides itself which invocations to sample.
TRACE = {
    "Effect": "Allow",
    "Action": ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
    "Resource": "*",
}


@dataclass(frozen=True, kw_only=True)
class FunctionArgs:
    """What runs, for how long at most (seconds), with how much memory (MB), and what it may use.

    ``on_failure`` is the ARN of the queue that keeps events whose asynchronous invocation failed
    every try; give it to every function that S3, SNS or a rule invokes directly.
    """

    handler: str
    code: pulumi.Archive
    timeout: int
    defaults: Defaults = Defaults()
    memory: int = 256
    uses: tuple[Access, ...] = ()
    environment: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    layers: tuple[pulumi.Input[str], ...] = ()
    architecture: str = "arm64"
    reserved_concurrency: int | None = None
    on_failure: pulumi.Input[str] | None = None

    def __post_init__(self) -> None:
        within("memory", self.memory, MEMORY_MB, "MB")
        within("timeout", self.timeout, TIMEOUT_SECONDS, "seconds")
        if self.architecture not in ("arm64", "x86_64"):
            raise ValueError(f"architecture must be arm64 or x86_64, got {self.architecture}")
        if self.reserved_concurrency is not None and self.reserved_concurrency < 0:
            raise ValueError(
                f"reserved_concurrency must be 0 or more, got {self.reserved_concurrency}"
            )
        claimed = sorted(set(self.environment) & set(environment(self.uses)))
        if claimed:
            raise ValueError(
                f"an access claims the variable {', '.join(claimed)}, which the function has; "
                "give one another name"
            )


class Function(FunctionGrants, pulumi.ComponentResource):
    """One purpose, one role: it may do what ``uses`` says, and write its own logs and traces."""

    name: pulumi.Output[str]
    arn: pulumi.Output[str]
    invoke_arn: pulumi.Output[str]
    timeout: int

    def __init__(
        self, name: str, args: FunctionArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:compute:Function", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)

        logs = aws.cloudwatch.LogGroup(
            f"{name}-logs",
            retention_in_days=args.defaults.log_retention_days,
            tags=args.defaults.tags,
            opts=child,
        )
        role = aws.iam.Role(
            f"{name}-role",
            assume_role_policy=assumed_by("lambda.amazonaws.com"),
            tags=args.defaults.tags,
            opts=child,
        )
        permissions = aws.iam.RolePolicy(
            f"{name}-permissions", role=role.id, policy=_permissions(args, logs.arn), opts=child
        )
        function = aws.lambda_.Function(
            f"{name}-function",
            runtime=RUNTIME,
            architectures=[args.architecture],
            handler=args.handler,
            code=args.code,
            layers=list(args.layers),
            role=role.arn,
            memory_size=args.memory,
            timeout=args.timeout,
            reserved_concurrent_executions=args.reserved_concurrency,
            environment={"variables": {**args.environment, **environment(args.uses)}},
            tracing_config={"mode": "Active"},
            logging_config={"log_format": "Text", "log_group": logs.name},
            tags=args.defaults.tags,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[permissions]),
        )
        if args.on_failure is not None:
            aws.lambda_.FunctionEventInvokeConfig(
                f"{name}-failures",
                function_name=function.name,
                maximum_retry_attempts=args.defaults.async_retries,
                maximum_event_age_in_seconds=args.defaults.target_age_seconds,
                destination_config={"on_failure": {"destination": args.on_failure}},
                opts=child,
            )
        alarms.function_errors(name, function.name, args.defaults, child)

        self.name, self.arn, self.invoke_arn = function.name, function.arn, function.invoke_arn
        self.timeout, self._logs = args.timeout, logs
        self.register_outputs({"name": self.name, "arn": self.arn})

    def read_logs(self, variable: str | None = None) -> Access:
        """Let another function read this one's log; the variable carries the log group's name."""
        return Access(
            actions=("logs:FilterLogEvents",),
            # AWS asks for the group's streams, the emulator for the group.
            resources=(self._logs.arn, pulumi.Output.concat(self._logs.arn, ":*")),
            environment=named(variable, self._logs.name),
        )


def _permissions(args: FunctionArgs, logs_arn: pulumi.Output[str]) -> pulumi.Input[str]:
    write_logs = Access(
        actions=("logs:CreateLogStream", "logs:PutLogEvents"),
        resources=(pulumi.Output.concat(logs_arn, ":*"),),
    )
    granted = [write_logs, *args.uses]
    if args.on_failure is not None:
        granted.append(Access(actions=("sqs:SendMessage",), resources=(args.on_failure,)))
    return policy(TRACE, *[statement(access) for access in granted])
