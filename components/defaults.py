"""Stage defaults: where alarms go, what they alarm on, and how long things are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pulumi

from components import origins
from components.collected_alarms import CollectedAlarms
from components.collected_logs import CollectedLogs
from components.limits import within

TWO_WEEKS = 14 * 24 * 60 * 60

# A message keeps its age when it moves to a dead-letter queue, and queues keep it for four days.
FOUR_DAYS = 4 * 24 * 60 * 60

# What CloudWatch accepts: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
LOG_RETENTION_DAYS = (
    *(1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827),
    *(2192, 2557, 2922, 3288, 3653),
)

# The limits of EventBridge's retry policy and of Lambda's asynchronous invocation, which share the
# age: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_RetryPolicy.html
# https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionEventInvokeConfig.html
TARGET_RETRIES = (0, 185)
TARGET_AGE_SECONDS = (60, 21_600)
ASYNC_RETRIES = (0, 2)

# Standard resolution: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
ALARM_PERIODS_SECONDS = (60, 120, 180, 300)


@dataclass(frozen=True, kw_only=True)
class Defaults:
    """What components of one stage or service have in common; every field may be left out.

    Raises ``ValueError`` for a value that AWS would refuse at deployment.
    """

    alarm_topic: pulumi.Input[str] | None = None
    """ARN of the SNS topic that every alarm notifies when it goes to ALARM and back to OK; a key of
    its own must allow ``cloudwatch.amazonaws.com``, as ``TopicArgs(services=...)`` makes it.
    Without a topic the alarms exist, but have no actions."""

    runbooks: str = "docs/runbooks"
    """Where the runbooks are that descriptions of alarms name: a folder of the repository, or its
    URL, as ``https://github.com/acme/shop/blob/main/docs/runbooks``."""

    tags: Mapping[str, str] = field(default_factory=dict)
    """Tags of every resource that takes tags, beside the provider's own ``default_tags``."""

    permissions_boundary: pulumi.Input[str] | None = None
    """ARN of the IAM policy that no role may exceed, whatever its own policies allow; every role
    has it. None for none."""

    log_retention_days: int = 30
    """How long log groups keep their entries, in days; one of CloudWatch's values, as 7 or 90."""

    keep_data: bool = False
    """Whether tables, buckets, user pools and event buses are protected from deletion, and tables
    have point-in-time recovery. Without it they are deleted with their stack, contents included."""

    data_trace: bool = False
    """Whether REST APIs and workflows log requests and execution data in full."""

    cors_origins: tuple[str, ...] = ("*",)
    """Origins that browsers may call APIs from, as ``https://shop.example.com``, or ``*`` alone."""

    throttle_rate: float = 50
    """Requests a second that an API accepts in steady state."""

    throttle_burst: int = 100
    """Requests that an API accepts at once, above the steady rate."""

    latency_p99_ms: int = 1000
    """An API's latency alarm goes to ALARM above this 99th percentile, in milliseconds."""

    server_error_percent: float = 1
    """An API's 5xx alarm goes to ALARM above this share of its requests, in percent."""

    availability_percent: float | None = None
    """The share of an API's requests that should not fail, at least 95 and less than 100, as 99.9.
    With it REST and HTTP APIs have an alarm on their error budget, services one over all of their
    alarms, and the stage one over all error budgets; None for none of them."""

    function_error_percent: float = 1
    """A function's error alarm goes to ALARM above this share of its invocations, in percent."""

    alarm_period_seconds: int = 60
    """The period of alarm metrics: 60, 120, 180 or 300 seconds; shares of failures are measured
    over a longer one."""

    alarm_periods: int = 5
    """How many periods alarms look at, 1 to 60: those on latency and throttling need most of them
    above the threshold; shares of failures are measured over all of them together, at most five
    minutes. Alarms on a first failure, a dead-letter queue or a waiting message take one."""

    dead_letter_retention_seconds: int = TWO_WEEKS
    """How long dead-letter queues keep a message, counted from when it was first sent: four days to
    two weeks (345,600 to 1,209,600), which is SQS's maximum."""

    target_retries: int = 3
    """How often EventBridge and the scheduler retry a target after the first attempt; 0 to 185."""

    target_age_seconds: int = 3600
    """How old an undelivered or asynchronous event may become before it goes to its dead-letter
    queue; 60 to 21,600 seconds."""

    async_retries: int = 2
    """How often Lambda retries a failed asynchronous invocation; 0 to 2."""

    alarms: CollectedAlarms | None = field(default=None, compare=False, repr=False)
    """Where components put the names of their alarms, for an alarm over all of them."""

    logs: CollectedLogs | None = field(default=None, compare=False, repr=False)
    """Where components put the names of their log groups, for saved queries over them."""

    def __post_init__(self) -> None:
        for name, given, known in (
            ("log_retention_days", self.log_retention_days, LOG_RETENTION_DAYS),
            ("alarm_period_seconds", self.alarm_period_seconds, ALARM_PERIODS_SECONDS),
        ):
            if given not in known:
                raise ValueError(f"{name} must be one of {', '.join(map(str, known))}, got {given}")
        for name in ("server_error_percent", "function_error_percent"):
            if not 0 < (percent := getattr(self, name)) <= 100:
                raise ValueError(f"{name} must be more than 0, at most 100, got {percent:g}")
        objective = self.availability_percent
        if objective is not None and not 95 <= objective < 100:
            raise ValueError(
                f"availability_percent must be at least 95, less than 100, got {objective:g}"
            )
        for name in ("throttle_rate", "throttle_burst", "latency_p99_ms"):
            if (given := getattr(self, name)) <= 0:
                raise ValueError(f"{name} must be more than 0, got {given:g}")
        origins.check(self.cors_origins)
        within("alarm_periods", self.alarm_periods, (1, 60))
        kept = self.dead_letter_retention_seconds
        within("dead_letter_retention_seconds", kept, (FOUR_DAYS, TWO_WEEKS), "seconds")
        within("target_retries", self.target_retries, TARGET_RETRIES)
        within("target_age_seconds", self.target_age_seconds, TARGET_AGE_SECONDS, "seconds")
        within("async_retries", self.async_retries, ASYNC_RETRIES)
