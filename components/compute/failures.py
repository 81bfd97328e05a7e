"""Failures: where events go whose asynchronous invocation of a function failed every try."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from components.defaults import Defaults
from components.references import HasArn, arn_of


def keep_failures(
    name: str,
    function: aws.lambda_.Function,
    qualifier: pulumi.Input[str | None],
    queue: HasArn | pulumi.Input[str],
    defaults: Defaults,
    opts: pulumi.ResourceOptions,
) -> aws.lambda_.FunctionEventInvokeConfig:
    """The tries of the stage defaults, then the queue; of the alias, where the function is invoked
    by one: each has a configuration of its own.
    """
    return aws.lambda_.FunctionEventInvokeConfig(
        f"{name}-failures",
        function_name=function.name,
        qualifier=qualifier,
        maximum_retry_attempts=defaults.async_retries,
        maximum_event_age_in_seconds=defaults.target_age_seconds,
        destination_config={"on_failure": {"destination": arn_of(queue)}},
        opts=opts,
    )
