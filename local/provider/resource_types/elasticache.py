"""ElastiCache: caches and their users, which are planned only."""

from __future__ import annotations

from functools import partial

from local.provider.planned import planned_only
from local.provider.resource import Naming

planned = partial(planned_only, why="the local stage has no network, and no cache in it")

LIMITS = "cacheUsageLimits"

TYPES = (
    planned(
        "aws:elasticache/serverlessCache:ServerlessCache",
        inputs="cacheUsageLimits dailySnapshotTime description engine kmsKeyId majorEngineVersion "
        "name securityGroupIds snapshotRetentionLimit subnetIds tags userGroupId",
        outputs="arn createTime endpoints fullEngineVersion networkType readerEndpoints status",
        required="engine",
        replace_on="kmsKeyId name subnetIds",
        naming=Naming(limit=40, lower=True),
        blocks={
            LIMITS: frozenset({"dataStorage", "ecpuPerSeconds"}),
            f"{LIMITS}.dataStorage": frozenset({"maximum", "minimum", "unit"}),
            f"{LIMITS}.ecpuPerSeconds": frozenset({"maximum", "minimum"}),
        },
    ),
    planned(
        "aws:elasticache/user:User",
        inputs="accessString authenticationMode engine tags userId userName",
        outputs="arn noPasswordRequired",
        required="accessString engine userId userName",
        replace_on="userId userName",
        blocks={"authenticationMode": frozenset({"type"})},
    ),
    planned(
        "aws:elasticache/userGroup:UserGroup",
        inputs="engine tags userGroupId userIds",
        outputs="arn",
        required="engine userGroupId",
        replace_on="userGroupId",
    ),
)
