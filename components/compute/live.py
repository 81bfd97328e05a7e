"""Live: the alias by which a function with warm copies or snapshots is invoked.

Both belong to a published version; the alias ``live`` moves to each new one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.defaults import Defaults
from components.limits import within

ALIAS = "live"

# As much as one function can have of an account's quota, of which 100 stay with the others:
# https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
COPIES = (1, 900)
# What target tracking takes of LambdaProvisionedConcurrencyUtilization, in percent.
PERCENT = (10, 90)

# https://docs.aws.amazon.com/lambda/latest/dg/snapstart.html#snapstart-runtimes
FIRST_PYTHON = (3, 12)
OTHERS_WITH_SNAPSHOTS = ("java11", "java17", "java21", "java25", "dotnet8", "dotnet10")
STORAGE_WITH_SNAPSHOTS_MB = 512


@dataclass(frozen=True, kw_only=True)
class Warm:
    """Provisioned concurrency: copies of a function that have started before a call comes, billed
    by the hour. Application Auto Scaling follows the load between both limits, within minutes.
    """

    least: int = 2
    """Copies that are always there; 1 to 900."""

    most: int = 10
    """Copies at most, from ``least`` on; calls above them start copies as usual."""

    target_percent: int = 70
    """How many of the copies are busy when their number fits, in percent, 10 to 90."""

    def __post_init__(self) -> None:
        within("least", self.least, COPIES)
        within("most", self.most, (self.least, COPIES[1]))
        within("target_percent", self.target_percent, PERCENT)


@dataclass(frozen=True)
class Live:
    """The alias of a function, and what keeps copies of it warm."""

    alias: aws.lambda_.Alias
    provisioned_concurrency: aws.lambda_.ProvisionedConcurrencyConfig | None = None
    scaling_target: aws.appautoscaling.Target | None = None
    scaling_policy: aws.appautoscaling.Policy | None = None


def check(
    warm: Warm | None,
    snap_start: bool,
    runtime: str,
    storage: int | None,
    reserved: int | None,
) -> None:
    """Raise ``ValueError`` for what Lambda does not combine."""
    if warm is not None and reserved is not None and warm.most > reserved:
        raise ValueError(
            f"warm copies count against reserved_concurrency: most must be at most {reserved}, "
            f"got {warm.most}"
        )
    if not snap_start:
        return
    if warm is not None:
        raise ValueError("a function has warm copies or snapshots (snap_start), got both")
    python = re.fullmatch(r"python(\d+)\.(\d+)", runtime)
    allowed = python and tuple(map(int, python.groups())) >= FIRST_PYTHON
    if not allowed and runtime not in OTHERS_WITH_SNAPSHOTS:
        others = ", ".join(OTHERS_WITH_SNAPSHOTS)
        raise ValueError(
            f"snap_start needs the runtime python3.12 or later, or one of {others}, got {runtime}"
        )
    if storage is not None and storage > STORAGE_WITH_SNAPSHOTS_MB:
        raise ValueError(
            f"snap_start needs ephemeral_storage of at most {STORAGE_WITH_SNAPSHOTS_MB} MB, "
            f"got {storage}"
        )


def inputs(warm: Warm | None, *, snap_start: bool) -> dict[str, Any]:
    """What a function is made with that has an alias: every change is a version."""
    if warm is None and not snap_start:
        return {}
    snapshots = {"snap_start": {"apply_on": "PublishedVersions"}} if snap_start else {}
    return {"publish": True, **snapshots}


def live(
    name: str,
    function: aws.lambda_.Function,
    warm: Warm | None,
    defaults: Defaults,
    opts: pulumi.ResourceOptions,
) -> Live:
    """The alias of a function's last version, with warm copies if they are given."""
    alias = aws.lambda_.Alias(
        f"{name}-{ALIAS}",
        name=ALIAS,
        function_name=function.name,
        function_version=function.version,
        opts=opts,
    )
    if warm is None:
        return Live(alias)
    config = aws.lambda_.ProvisionedConcurrencyConfig(
        f"{name}-provisioned",
        function_name=function.name,
        qualifier=alias.name,
        provisioned_concurrent_executions=warm.least,
        # Afterwards the number is the scaling's.
        opts=pulumi.ResourceOptions.merge(
            opts, pulumi.ResourceOptions(ignore_changes=["provisionedConcurrentExecutions"])
        ),
    )
    target = aws.appautoscaling.Target(
        f"{name}-provisioned-target",
        service_namespace="lambda",
        resource_id=pulumi.Output.concat("function:", function.name, ":", alias.name),
        scalable_dimension="lambda:function:ProvisionedConcurrency",
        min_capacity=warm.least,
        max_capacity=warm.most,
        tags=defaults.tags,
        opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(depends_on=[config])),
    )
    return Live(alias, config, target, _scaling(name, target, warm.target_percent, opts))


def _scaling(
    name: str, target: aws.appautoscaling.Target, percent: int, opts: pulumi.ResourceOptions
) -> aws.appautoscaling.Policy:
    return aws.appautoscaling.Policy(
        f"{name}-provisioned-scaling",
        policy_type="TargetTrackingScaling",
        service_namespace=target.service_namespace,
        resource_id=target.resource_id,
        scalable_dimension=target.scalable_dimension,
        target_tracking_scaling_policy_configuration={
            # The metric is a share, from 0 to 1.
            "target_value": percent / 100,
            "predefined_metric_specification": {
                "predefined_metric_type": "LambdaProvisionedConcurrencyUtilization"
            },
        },
        opts=opts,
    )
