"""Tracing: what share of the requests of REST APIs X-Ray samples, and the traces of one service.

Lambda decides itself about invocations that come from no API, and takes no rules:
https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html
"""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.defaults import Defaults
from components.limits import within

# https://docs.aws.amazon.com/xray/latest/api/API_SamplingRule.html and API_CreateGroup.html
LONGEST_NAME = 32
# Before the account's own rule, which is the last: 10000.
PRIORITY = 1000
EVERYTHING = "*"


@dataclass(frozen=True, kw_only=True)
class SamplingRuleArgs:
    """What is sampled of the requests to the REST APIs of a stage."""

    rule_name: str
    """The name of the rule, at most 32 characters; an account has 25 rules in a Region."""

    stage: str
    """The name of the stages of the REST APIs, as ``prod``."""

    percent: float
    """The share of requests that is sampled beside the first of each second, 0 to 100 percent."""

    defaults: Defaults = Defaults()
    """The stage defaults: tags."""

    def __post_init__(self) -> None:
        within("the length of rule_name", len(self.rule_name), (1, LONGEST_NAME))
        if not 0 <= self.percent <= 100:
            raise ValueError(f"percent must be between 0 and 100, got {self.percent:g}")


def sampling_rule(
    name: str, args: SamplingRuleArgs, opts: pulumi.ResourceOptions
) -> aws.xray.SamplingRule:
    """The rule for the stages of that name; what an API calls is sampled if its request is."""
    return aws.xray.SamplingRule(
        f"{name}-sampling",
        rule_name=args.rule_name,
        priority=PRIORITY,
        version=1,
        reservoir_size=1,
        fixed_rate=args.percent / 100,
        # API Gateway is known by the names of the API and of its stage.
        service_type="AWS::ApiGateway::Stage",
        service_name=f"*/{args.stage}",
        host=EVERYTHING,
        http_method=EVERYTHING,
        url_path=EVERYTHING,
        resource_arn=EVERYTHING,
        tags=args.defaults.tags,
        opts=opts,
    )


def trace_group(
    name: str,
    group_name: str,
    annotations: dict[str, str],
    defaults: Defaults,
    opts: pulumi.ResourceOptions,
) -> aws.xray.Group:
    """The traces in which a subsegment has these annotations, which the runtime writes; with
    CloudWatch metrics of their own. ``ValueError`` for a name of more than 32 characters; an
    account has 25 groups in a Region.
    """
    within("the length of group_name", len(group_name), (1, LONGEST_NAME))
    wanted = [f'annotation.{key} = "{value}"' for key, value in sorted(annotations.items())]
    return aws.xray.Group(
        f"{name}-traces",
        group_name=group_name,
        filter_expression=" AND ".join(wanted),
        tags=defaults.tags,
        opts=opts,
    )
