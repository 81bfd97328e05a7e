"""Stage defaults: what the components of one stage have in common."""

from collections.abc import Mapping
from typing import TypedDict

import pulumi

from components.defaults import Defaults
from package.arguments import given


class StageDefaults(TypedDict, total=False):
    """What the components of one stage have in common; every field may be left out."""

    alarm_topic: pulumi.Input[str]
    """ARN of the SNS topic that every alarm notifies when it goes to ALARM and back to OK. Without one the alarms exist, but have no actions."""

    runbooks: str
    """Where the runbooks are that descriptions of alarms name: a folder, or a URL; docs/runbooks unless given."""

    tags: Mapping[str, str]
    """Tags of every resource that takes tags, beside those of the AWS provider."""

    permissions_boundary: pulumi.Input[str]
    """ARN of the IAM policy that no role may exceed; every role has it. None unless given."""

    log_retention_days: int
    """How long log groups keep their entries, in days: one of CloudWatch's values, as 7, 30 or 90; 30 unless given."""

    keep_data: bool
    """Whether tables and buckets are protected from deletion, and tables have point-in-time recovery; false unless given. Otherwise they are deleted with their stack, contents included."""

    data_trace: bool
    """Whether REST APIs and workflows log requests and execution data in full; false unless given."""

    cors_origins: list[str]
    """Origins that browsers may call APIs from, as https://example.com; every origin unless given."""

    throttle_rate: float
    """Requests a second that an API accepts in steady state; 50 unless given."""

    throttle_burst: int
    """Requests that an API accepts at once, above the steady rate; 100 unless given."""

    latency_p99_ms: int
    """An API's latency alarm goes to ALARM above this 99th percentile, in milliseconds; 1000 unless given."""

    server_error_percent: float
    """An API's 5xx alarm goes to ALARM above this share of its requests, in percent (more than 0, at most 100); 1 unless given."""

    availability_percent: float
    """The share of an API's requests that should not fail, at least 95 and less than 100, as 99.9. With it REST and HTTP APIs have an alarm on their error budget; none unless given."""

    function_error_percent: float
    """A function's error alarm goes to ALARM above this share of its invocations, in percent (more than 0, at most 100); 1 unless given."""

    alarm_period_seconds: int
    """The period of alarm metrics in seconds: 60, 120, 180 or 300; 60 unless given. Shares of failures are measured over a longer one."""

    alarm_periods: int
    """How many periods alarms look at, 1 to 60; 5 unless given. Those on latency and throttling need most of them above the threshold; shares of failures are measured over all of them together, at most five minutes. Alarms on a first failure, a dead-letter queue or a waiting message take one."""

    dead_letter_retention_seconds: int
    """How long dead-letter queues keep a message, in seconds since it was first sent: 345600 (four days) to 1209600 (two weeks); 1209600 unless given."""

    target_retries: int
    """How often EventBridge and the scheduler retry a target after the first attempt, 0 to 185; 3 unless given."""

    target_age_seconds: int
    """How old an undelivered or asynchronous event may become before it goes to its dead-letter queue, 60 to 21600 seconds; 3600 unless given."""

    async_retries: int
    """How often Lambda retries a failed asynchronous invocation, 0 to 2; 2 unless given."""


def defaults(args: StageDefaults | None) -> Defaults:
    """The same as the components take it."""
    return Defaults(**given(StageDefaults, args or {}))
