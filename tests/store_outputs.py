"""Outputs of stores that no other resource has, in AWS's form."""

from __future__ import annotations

from typing import Any

HERE = "eu-west-1:123456789012"


def of(kind: str, name: str) -> dict[str, Any]:
    """What a store of a type has beside its name; nothing for another type."""
    secret = f"arn:aws:secretsmanager:{HERE}:secret:rds!db-1-a1b2c3"
    found: dict[str, dict[str, Any]] = {
        "aws:rds/instance:Instance": {
            "identifier": name,
            "masterUserSecrets": [{"secretArn": secret}],
        },
        "aws:rds/proxy:Proxy": {
            "arn": f"arn:aws:rds:{HERE}:db-proxy:prx-1",
            "endpoint": f"{name}.proxy.rds.amazonaws.com",
        },
        "aws:elasticache/serverlessCache:ServerlessCache": {
            "arn": f"arn:aws:elasticache:{HERE}:serverlesscache:{name}",
            "endpoints": [{"address": f"{name}.serverless.euw1.cache.amazonaws.com", "port": 6379}],
        },
        "aws:ecr/repository:Repository": {"arn": f"arn:aws:ecr:{HERE}:repository/{name}"},
        "aws:ecs/cluster:Cluster": {"arn": f"arn:aws:ecs:{HERE}:cluster/{name}"},
        "aws:neptune/cluster:Cluster": {
            "arn": f"arn:aws:rds:{HERE}:cluster:{name}",
            "clusterResourceId": f"cluster-{name.removesuffix('-cluster').upper()}",
            "endpoint": f"{name}.cluster.neptune.amazonaws.com",
        },
        "aws:elasticache/user:User": {"arn": f"arn:aws:elasticache:{HERE}:user:{name}"},
    }
    return found.get(kind, {})
