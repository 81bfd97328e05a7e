"""MediaConvert: queues of transcoding jobs, which are planned only: the emulator has none."""

from __future__ import annotations

from local.provider.planned import planned_only
from local.provider.resource import Naming

TYPES = (
    planned_only(
        "aws:mediaconvert/queue:Queue",
        why="the local stage has no MediaConvert, which the emulator lacks",
        inputs="concurrentJobs description name pricingPlan reservationPlanSettings status tags",
        outputs="arn",
        replace_on="name pricingPlan",
        naming=Naming(limit=80),
        blocks={
            "reservationPlanSettings": frozenset({"commitment", "renewalType", "reservedSlots"})
        },
    ),
)
