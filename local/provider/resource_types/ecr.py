"""ECR: repositories of container images, which are planned only."""

from __future__ import annotations

from functools import partial

from local.provider.planned import planned_only
from local.provider.resource import Naming

planned = partial(planned_only, why="the local stage runs no container, and keeps no image of one")

TYPES = (
    planned(
        "aws:ecr/repository:Repository",
        inputs="encryptionConfigurations forceDelete imageScanningConfiguration imageTagMutability "
        "name tags",
        outputs="arn registryId repositoryUrl",
        replace_on="encryptionConfigurations name",
        naming=Naming(limit=256, lower=True),
        blocks={
            "encryptionConfigurations": frozenset({"encryptionType", "kmsKey"}),
            "imageScanningConfiguration": frozenset({"scanOnPush"}),
        },
        defaults={"imageTagMutability": "MUTABLE"},
    ),
    planned(
        "aws:ecr/lifecyclePolicy:LifecyclePolicy",
        inputs="policy repository",
        outputs="registryId",
        required="policy repository",
        replace_on="policy repository",
        documents=frozenset({"policy"}),
    ),
)
