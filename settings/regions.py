"""Regions: where a stage can be deployed, and the AWS partition of each region."""

from __future__ import annotations

from difflib import get_close_matches

# The regions of the partitions that the platform supports, as botocore's endpoints data has them.
REGIONS = {
    "aws": (
        *("af-south-1", "ap-east-1", "ap-east-2", "ap-northeast-1", "ap-northeast-2"),
        *("ap-northeast-3", "ap-south-1", "ap-south-2", "ap-southeast-1", "ap-southeast-2"),
        *("ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-6"),
        *("ap-southeast-7", "ca-central-1", "ca-west-1", "eu-central-1", "eu-central-2"),
        *("eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-2", "eu-west-3"),
        *("il-central-1", "me-central-1", "me-south-1", "mx-central-1", "sa-east-1"),
        *("us-east-1", "us-east-2", "us-west-1", "us-west-2"),
    ),
    "aws-cn": ("cn-north-1", "cn-northwest-1"),
    "aws-us-gov": ("us-gov-east-1", "us-gov-west-1"),
}

# Partitions that the platform does not support, by the beginning of their regions' names.
UNSUPPORTED = {
    "eusc-": "aws-eusc",
    "us-iso-": "aws-iso",
    "us-isob-": "aws-iso-b",
    "eu-isoe-": "aws-iso-e",
    "us-isof-": "aws-iso-f",
}

# What the platform uses and botocore's endpoints data does not have in every region.
USER_POOLS, SCHEMAS, EMAIL = "cognito-idp", "schemas", "sesv2"
# AWS bills a region of GovCloud to an account of another partition, which has the budgets.
NO_BUDGETS = ("aws-us-gov",)
MISSING = {
    USER_POOLS: REGIONS["aws-cn"],
    SCHEMAS: (
        *("ap-east-2", "ap-south-2", "ap-southeast-4", "ap-southeast-5", "ap-southeast-6"),
        *("ap-southeast-7", "ca-west-1", "il-central-1", "mx-central-1"),
    ),
    EMAIL: (*REGIONS["aws-cn"], "ap-east-1"),
}
NAMES = {
    USER_POOLS: "Amazon Cognito user pools",
    SCHEMAS: "EventBridge schema registries",
    EMAIL: "Amazon SES",
}


def partition_of(region: str) -> str:
    """The partition of a region, the second part of every ARN there; ``ValueError`` without one."""
    for partition, regions in REGIONS.items():
        if region in regions:
            return partition
    for prefix, partition in UNSUPPORTED.items():
        if region.startswith(prefix):
            raise ValueError(f"is in partition {partition}, which the platform does not support")
    known = [each for regions in REGIONS.values() for each in regions]
    if near := sorted(get_close_matches(region, known)):
        raise ValueError(f"is no AWS region; near it are {', '.join(near)}")
    raise ValueError(f"is no AWS region; there are {', '.join(known)}")


def check_offered(service: str, region: str) -> None:
    """Raise ``ValueError`` for a region in which AWS does not offer a service of ``MISSING``."""
    if region in MISSING[service]:
        raise ValueError(f"needs {NAMES[service]}, which AWS does not offer in {region}")


def check_budgets(region: str) -> None:
    """Raise ``ValueError`` for a region whose partition has no budgets."""
    if partition_of(region) in NO_BUDGETS:
        raise ValueError(f"needs AWS Budgets, which {partition_of(region)} does not have")
