"""Application Auto Scaling: the limits of what is scaled, and how; planned only, as are the copies
of a function that it keeps warm.
"""

from __future__ import annotations

from functools import partial

from local.provider.planned import planned_only
from local.provider.resource import Naming

PLACE = "resourceId scalableDimension serviceNamespace"
TRACKING = "targetTrackingScalingPolicyConfiguration"

planned = partial(planned_only, why="the local stage scales nothing")

TYPES = (
    planned(
        "aws:appautoscaling/target:Target",
        inputs=f"{PLACE} maxCapacity minCapacity roleArn suspendedState tags",
        outputs="arn",
        required=f"{PLACE} maxCapacity minCapacity",
        replace_on=PLACE,
    ),
    planned(
        "aws:appautoscaling/policy:Policy",
        inputs=f"{PLACE} name policyType {TRACKING}",
        outputs="alarmArns arn",
        required=PLACE,
        replace_on=f"{PLACE} name policyType",
        naming=Naming(limit=255),
        defaults={"policyType": "StepScaling"},
    ),
    planned_only(
        "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig",
        why="the local stage keeps no copies warm",
        inputs="functionName provisionedConcurrentExecutions qualifier skipDestroy",
        required="functionName provisionedConcurrentExecutions qualifier",
        replace_on="functionName qualifier",
    ),
)
