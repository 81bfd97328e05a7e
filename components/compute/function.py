"""Function: one Lambda function with its own role, log group, trace and error alarm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pulumi
import pulumi_aws as aws

from components.access import Access, environment
from components.compute import durable, live, variables
from components.compute.archive import archive_of
from components.compute.durable import Durable
from components.compute.failures import keep_failures
from components.compute.live import Live, Warm
from components.compute.permissions import permissions, role_of
from components.compute.presets import Preset, PresetName, check_memory, sized
from components.defaults import Defaults
from components.function_grants import FunctionGrants
from components.grants import named
from components.limits import within
from components.network.placement import Placement
from components.observability import alarms
from components.observability.log_group import log_group
from components.observability.metric_alarm import Metric
from components.references import HasArn, arn_of

RUNTIME = "python3.12"

# The limits of Lambda: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
TIMEOUT_SECONDS = (1, 900)
STORAGE_MB = (512, 10_240)
LAYERS = 5


@dataclass(frozen=True, kw_only=True)
class FunctionArgs:
    """What runs, with how much memory and time, and what it may use.

    Raises ``ValueError`` for a value outside Lambda's limits, without a timeout or a preset, and
    for a variable that a grant and ``environment`` both set.
    """

    handler: str
    """Module and function that Lambda calls, with dots, as ``app.handle``."""

    code: pulumi.Archive | Path | str
    """The folder that the handler's module is in, of which the module and what it imports from
    there is deployed; or a ``.zip`` file, or a ``pulumi.Archive`` of everything needed."""

    preset: PresetName | None = None
    """Memory and timeout by kind of work: ``lookup`` (128 MB, 10 s), ``simple`` (256 MB, 10 s),
    ``api`` (512 MB, 20 s), ``io`` (512 MB, 60 s), ``image`` (1,024 MB, 60 s), ``compute``
    (1,769 MB, 30 s), ``latency`` (1,769 MB, 20 s, with warm copies) or ``inference`` (2,048 MB,
    60 s)."""

    timeout: int | None = None
    """How long an invocation may take, in seconds, 1 to 900; the preset's if not given."""

    memory: int | None = None
    """Memory in MB, 128 to 10,240; the preset's if not given, or 256 without one. CPU grows with
    it: one vCPU at 1,769 MB. Another size than those of presets needs ``memory_reason``."""

    memory_reason: str = ""
    """Why the memory is none of the presets' sizes, as what ``platform tune`` has measured."""

    uses: tuple[Access, ...] = ()
    """Grants from the owners of resources, as ``table.read("ORDERS_TABLE")``: each brings its
    permissions and, if it names one, its environment variable."""

    environment: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    """Environment variables beside those of the grants; 4,096 bytes at most with these."""

    layers: tuple[HasArn | pulumi.Input[str], ...] = ()
    """Layer versions, as ``aws.lambda_.LayerVersion`` or by ARN; five at most, in this order."""

    runtime: str = RUNTIME
    """Lambda's name of the runtime; ``code`` must be an archive for another than Python."""

    architecture: str = "arm64"
    """``arm64`` or ``x86_64``; compiled code and layers must be built for it."""

    description: str = ""
    """What the function is for, as the console shows it; up to 256 characters."""

    ephemeral_storage: int | None = None
    """Size of ``/tmp`` in MB, 512 to 10,240; 512 if not given."""

    reserved_concurrency: int | None = None
    """How many invocations may run at once, kept free for this function; 0 stops it. Without it
    the function shares what the account has left."""

    warm: Warm | None = None
    """Copies that have started before a call comes, the preset's if not given; ``arn`` is then that
    of an alias, ``live``."""

    snap_start: bool = False
    """Whether a copy starts from a snapshot, by the alias ``live``: Python from 3.12 on, Java,
    .NET. What must differ between copies, as a random number, is then made in the handler."""

    network: Placement | None = None
    """Where in a network it runs, as ``database.clients``; outside of any if not given. There it
    reaches what the placement's groups allow, and AWS's APIs by a NAT gateway or endpoints."""

    on_failure: HasArn | pulumi.Input[str] | None = None
    """Queue, ours or of ``pulumi_aws`` or its ARN, for events whose asynchronous invocation (S3,
    SNS, a rule) failed every try."""

    durable: Durable | None = None
    """Makes it a durable function, whose code may wait for a year; a change of it replaces it."""

    answered_failures: Metric | None = None
    """Metric that the function counts for invocations in which it answers an exception instead of
    raising it, with its name as ``FunctionName`` beside these dimensions; an error to the alarm."""

    defaults: Defaults = Defaults()
    """Stage defaults: log retention, alarm threshold and topic, retries, tags."""

    def __post_init__(self) -> None:
        size = self.size
        check_memory(size.memory, self.memory_reason)
        within("timeout", size.timeout, TIMEOUT_SECONDS, "seconds")
        if self.ephemeral_storage is not None:
            within("ephemeral_storage", self.ephemeral_storage, STORAGE_MB, "MB")
        if "." not in self.handler:
            raise ValueError(f"handler must be module.function, as app.handle, got {self.handler}")
        if self.architecture not in ("arm64", "x86_64"):
            raise ValueError(f"architecture must be arm64 or x86_64, got {self.architecture}")
        if len(self.layers) > LAYERS:
            raise ValueError(f"layers must be {LAYERS} at most, got {len(self.layers)}")
        if (reserved := self.reserved_concurrency) is not None and reserved < 0:
            raise ValueError(f"reserved_concurrency must be 0 or more, got {reserved}")
        variables.check(self.environment, self.uses)
        if self.durable is not None:
            durable.check(self.runtime)
        live.check(size.warm, self.snap_start, self.runtime, self.ephemeral_storage, reserved)

    @property
    def size(self) -> Preset:
        """Memory, timeout and warm copies: what was given, or the preset's, or the default."""
        return sized(self.preset, self.memory, self.timeout, self.warm)


class Function(FunctionGrants, pulumi.ComponentResource):
    """A Lambda function that may do what ``uses`` grants, and write its own logs and traces.

    The alarm: more than ``defaults.function_error_percent`` of invocations fail or are throttled.
    """

    name: pulumi.Output[str]
    arn: pulumi.Output[str]
    invoke_arn: pulumi.Output[str]
    function: aws.lambda_.Function
    role: aws.iam.Role
    role_policy: aws.iam.RolePolicy
    log_group: aws.cloudwatch.LogGroup
    errors_alarm: aws.cloudwatch.MetricAlarm
    timeout: int
    uses: tuple[Access, ...]
    event_invoke_config: aws.lambda_.FunctionEventInvokeConfig | None = None
    durable_policy: aws.iam.RolePolicy | None = None
    live: Live | None = None

    def __init__(
        self, name: str, args: FunctionArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:compute:Function", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        defaults, size = args.defaults, args.size

        self.log_group = log_group(f"{name}-logs", "functions", defaults, child)
        self.role = role_of(name, defaults, child)
        self.role_policy = aws.iam.RolePolicy(
            f"{name}-permissions",
            role=self.role.id,
            policy=permissions(self.log_group.arn, args.uses, args.on_failure, args.network),
            opts=child,
        )
        self.function = self._function(name, args)
        if args.durable is not None:
            self.durable_policy = durable.may_go_on(name, self.function, self.role, child)
        if size.warm is not None or args.snap_start:
            self.live = live.live(name, self.function, size.warm, defaults, child)
            self.qualifier = self.live.alias.name
        if args.on_failure is not None:
            self.event_invoke_config = keep_failures(
                name, self.function, self.qualifier, args.on_failure, defaults, child
            )
        self.errors_alarm = alarms.function_errors(
            name, self.function.name, args.answered_failures, defaults, child
        )

        invoked = self.function if self.live is None else self.live.alias
        self.name, self.arn = self.function.name, invoked.arn
        self.invoke_arn, self.timeout = invoked.invoke_arn, size.timeout
        self.uses = args.uses
        self.register_outputs({"name": self.name, "arn": self.arn})

    def read_logs(self, variable: str | None = None) -> Access:
        """Let another function read this one's log; the variable carries the log group's name."""
        logs = self.log_group
        return Access(
            actions=("logs:FilterLogEvents",),
            # AWS asks for the group's streams, the emulator for the group.
            resources=(logs.arn, pulumi.Output.concat(logs.arn, ":*")),
            environment=named(variable, logs.name),
        )

    def _function(self, name: str, args: FunctionArgs) -> aws.lambda_.Function:
        storage = args.ephemeral_storage
        return aws.lambda_.Function(
            f"{name}-function",
            description=args.description or None,
            runtime=args.runtime,
            architectures=[args.architecture],
            handler=args.handler,
            code=archive_of(args.code, args.handler, None if args.layers else ()),
            layers=[arn_of(layer) for layer in args.layers],
            role=self.role.arn,
            memory_size=args.size.memory,
            timeout=args.size.timeout,
            ephemeral_storage=None if storage is None else {"size": storage},
            reserved_concurrent_executions=args.reserved_concurrency,
            environment={"variables": {**args.environment, **environment(args.uses)}},
            tracing_config={"mode": "Active"},
            **durable.inputs(args.durable),
            **live.inputs(args.size.warm, snap_start=args.snap_start),
            vpc_config=None if args.network is None else args.network.vpc_config(),
            logging_config={"log_format": "Text", "log_group": self.log_group.name},
            tags=args.defaults.tags,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[self.role_policy]),
        )
