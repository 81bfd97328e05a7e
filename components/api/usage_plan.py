"""Usage plan: how much of a REST API the holders of its keys may use."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import pulumi
import pulumi_aws as aws

from components.api.route import Route
from components.api.throttle import Throttle
from components.defaults import Defaults

Period: TypeAlias = Literal["DAY", "WEEK", "MONTH"]
PERIODS = ("DAY", "WEEK", "MONTH")


@dataclass(frozen=True, kw_only=True)
class Quota:
    """How many requests a key may make in a period; API Gateway answers 429 to more."""

    limit: int
    """Requests; 1 or more."""

    period: Period = "DAY"
    """``DAY``, ``WEEK`` or ``MONTH``; it begins at midnight UTC, on a Sunday or a first."""

    def __post_init__(self) -> None:
        if self.limit < 1:
            raise ValueError(f"limit must be at least 1, got {self.limit}")
        if self.period not in PERIODS:
            raise ValueError(f"period must be one of {', '.join(PERIODS)}, got {self.period}")


@dataclass(frozen=True, kw_only=True)
class UsagePlan:
    """What each of its keys may use; at least one limit. A key meters a client and proves nothing
    of who makes a request: an authorizer decides on callers.

    https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
    """

    keys: tuple[str, ...]
    """Names of the keys, one for each client: letters, digits and hyphens. API Gateway makes their
    values, which the state keeps as secrets."""

    throttle: Throttle | None = None
    """Requests a second of each key, and at once."""

    quota: Quota | None = None
    """Requests of each key in a period."""

    def __post_init__(self) -> None:
        if self.throttle is None and self.quota is None:
            raise ValueError("a usage plan must have a throttle, a quota or both; got none")
        if not self.keys or len(set(self.keys)) != len(self.keys):
            raise ValueError(
                f"keys must be different names, at least one; got {', '.join(self.keys) or 'none'}"
            )
        for key in self.keys:
            if not re.fullmatch(r"[A-Za-z0-9-]+", key):
                raise ValueError(f"keys must be letters, digits and hyphens, got {key!r}")


@dataclass(frozen=True, kw_only=True)
class UsagePlans:
    """The plans of an API by name, and their keys by plan and key: ``partners/acme``."""

    plans: dict[str, aws.apigateway.UsagePlan]
    keys: dict[str, aws.apigateway.ApiKey]

    def values(self) -> dict[str, pulumi.Output[str]]:
        """What clients send in ``X-API-Key``, as secrets."""
        return {name: pulumi.Output.secret(key.value) for name, key in self.keys.items()}


# Of an API that is given no plan; ours. The rate and the burst are the stage's.
DEFAULT_PLAN, DEFAULT_QUOTA = "default", Quota(limit=100_000)


def check_keys(routes: Sequence[Route], plans: Mapping[str, UsagePlan]) -> None:
    """Raise ``ValueError`` for routes with keys where none could be had, or where one would be all
    that a caller needs, and for plans whose keys no route asks for.
    """
    keyed = [route for route in routes if route.api_key]
    if keyed and not plans:
        raise ValueError(
            f"routes with api_key need usage_plans: {', '.join(route.key for route in keyed)}"
        )
    if plans and not keyed:
        raise ValueError(f"no route asks for a key of usage_plans: {', '.join(plans)}")
    alone = [route.key for route in keyed if route.public and not route.key_alone]
    if alone:
        raise ValueError(
            "a key meters and is no proof of a caller: routes with api_key need an authorizer, or "
            f"key_alone=True each: {', '.join(alone)}"
        )


def usage_plans(
    name: str,
    given: Mapping[str, UsagePlan],
    stage: aws.apigateway.Stage,
    defaults: Defaults,
    opts: pulumi.ResourceOptions,
) -> UsagePlans:
    """The plans on one stage of an API, each with its keys; without any, one without keys, of the
    stage's limits, to which keys of clients can be added.
    """
    if not given:
        throttle = Throttle(rate=defaults.throttle_rate, burst=defaults.throttle_burst)
        plan = _plan(f"{name}-plan", throttle, DEFAULT_QUOTA, stage, defaults, opts)
        return UsagePlans(plans={DEFAULT_PLAN: plan}, keys={})
    made = UsagePlans(plans={}, keys={})
    for plan_name, each in given.items():
        role = f"{name}-{plan_name}"
        plan = _plan(f"{role}-plan", each.throttle, each.quota, stage, defaults, opts)
        made.plans[plan_name] = plan
        for key in each.keys:
            made.keys[f"{plan_name}/{key}"] = _key(f"{role}-{key}", plan, defaults, opts)
    return made


def _plan(
    name: str,
    throttle: Throttle | None,
    quota: Quota | None,
    stage: aws.apigateway.Stage,
    defaults: Defaults,
    opts: pulumi.ResourceOptions,
) -> aws.apigateway.UsagePlan:
    return aws.apigateway.UsagePlan(
        name,
        api_stages=[{"api_id": stage.rest_api, "stage": stage.stage_name}],
        throttle_settings=None
        if throttle is None
        else {"rate_limit": throttle.rate, "burst_limit": int(throttle.burst)},
        quota_settings=None if quota is None else {"limit": quota.limit, "period": quota.period},
        tags=defaults.tags,
        opts=opts,
    )


def _key(
    name: str, plan: aws.apigateway.UsagePlan, defaults: Defaults, opts: pulumi.ResourceOptions
) -> aws.apigateway.ApiKey:
    secret = pulumi.ResourceOptions(additional_secret_outputs=["value"])
    key = aws.apigateway.ApiKey(
        f"{name}-key", tags=defaults.tags, opts=pulumi.ResourceOptions.merge(opts, secret)
    )
    aws.apigateway.UsagePlanKey(
        f"{name}-plan-key",
        key_id=key.id,
        key_type="API_KEY",
        usage_plan_id=plan.id,
        opts=pulumi.ResourceOptions.merge(opts, secret),
    )
    return key
