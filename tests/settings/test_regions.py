from __future__ import annotations

import botocore.session
import pytest

from settings.regions import (
    EMAIL,
    MISSING,
    REGIONS,
    SCHEMAS,
    UNSUPPORTED,
    USER_POOLS,
    check_budgets,
    check_offered,
    partition_of,
)

SESSION = botocore.session.get_session()


def offered(service: str) -> set[str]:
    """The regions of the supported partitions in which botocore has an endpoint of a service."""
    return {region for part in REGIONS for region in SESSION.get_available_regions(service, part)}


@pytest.mark.parametrize("partition", REGIONS)
def test_the_regions_are_those_of_botocore(partition):
    assert sorted(REGIONS[partition]) == sorted(SESSION.get_available_regions("sqs", partition))
    assert {partition_of(region) for region in REGIONS[partition]} == {partition}


def test_each_partition_of_botocore_is_supported_or_named_as_unsupported():
    assert {*REGIONS, *UNSUPPORTED.values()} == set(SESSION.get_available_partitions())


@pytest.mark.parametrize("service", MISSING)
def test_what_a_region_lacks_is_what_botocore_has_no_endpoint_for(service):
    everywhere = {region for regions in REGIONS.values() for region in regions}
    assert set(MISSING[service]) == everywhere - offered(service)


@pytest.mark.parametrize(
    "service",
    ["apigateway", "cloudwatch", "dynamodb", "events", "kms", "lambda", "logs", "s3", "scheduler",
     "sns", "sqs", "ssm", "stepfunctions", "sts", "xray"],
)  # fmt: skip
def test_every_region_has_the_services_that_are_not_checked(service):
    assert {region for regions in REGIONS.values() for region in regions} == offered(service)


@pytest.mark.parametrize(
    ("region", "partition"),
    [
        ("eusc-de-east-1", "aws-eusc"),
        ("us-iso-east-1", "aws-iso"),
        ("us-isob-east-1", "aws-iso-b"),
        ("eu-isoe-west-1", "aws-iso-e"),
        ("us-isof-south-1", "aws-iso-f"),
    ],
)
def test_a_region_of_another_partition_is_refused_with_the_partition(region, partition):
    with pytest.raises(ValueError) as refused:
        partition_of(region)
    assert str(refused.value) == (
        f"is in partition {partition}, which the platform does not support"
    )


@pytest.mark.parametrize(
    ("region", "near"),
    [
        ("eu-west-8", "eu-west-1, eu-west-2, eu-west-3"),
        ("us-gov-west-2", "us-gov-east-1, us-gov-west-1, us-west-2"),
        ("cn-north-2", "cn-north-1, cn-northwest-1, eu-north-1"),
    ],
)
def test_an_unknown_region_is_refused_with_those_of_like_names(region, near):
    with pytest.raises(ValueError) as refused:
        partition_of(region)
    assert str(refused.value) == f"is no AWS region; near it are {near}"


def test_a_region_that_is_like_none_is_refused_with_all():
    with pytest.raises(
        ValueError, match=r"is no AWS region; there are af-south-1, .*us-gov-west-1"
    ):
        partition_of("Frankfurt")


@pytest.mark.parametrize("service", [USER_POOLS, SCHEMAS, EMAIL])
def test_a_service_is_refused_where_it_is_not_offered(service):
    check_offered(service, "eu-west-1")
    with pytest.raises(ValueError, match=f"which AWS does not offer in {MISSING[service][0]}"):
        check_offered(service, MISSING[service][0])


def test_a_budget_is_refused_in_a_partition_that_has_none():
    check_budgets("eu-west-1")
    with pytest.raises(ValueError, match="needs AWS Budgets, which aws-us-gov does not have"):
        check_budgets("us-gov-west-1")
