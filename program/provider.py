"""Provider: the one AWS provider of a stack."""

from __future__ import annotations

import pulumi_aws as aws

from settings import PROJECT, Settings

# Every AWS service that the program's resources belong to, by the provider's names.
SERVICES = (
    "apigateway",
    "apigatewayv2",
    "appsync",
    "athena",
    "budgets",
    "cloudfront",
    "cloudwatch",
    "cognitoidp",
    "dynamodb",
    "events",
    "glue",
    "iam",
    "kinesis",
    "kms",
    "lambda_",
    "logs",
    "s3",
    "scheduler",
    "schemas",
    "sesv2",
    "sfn",
    "sns",
    "sqs",
    "ssm",
    "sts",
    "wafv2",
    "xray",
)


def tags_of(settings: Settings) -> dict[str, str]:
    """The tags of all that a stage has; those of its owner where it comes and goes."""
    tags = {"project": PROJECT, "stage": settings.stage}
    if settings.owner:
        tags["owner"] = settings.owner
    if settings.expires:
        tags["expires"] = settings.expires.isoformat()
    return tags


def provider(settings: Settings) -> aws.Provider:
    """The provider, which tags all that it makes; on a local stage it calls the emulator only."""
    tags = aws.ProviderDefaultTagsArgs(tags=tags_of(settings))
    if settings.endpoint is None:
        return aws.Provider("aws", region=settings.region, default_tags=tags)
    here = dict.fromkeys(SERVICES, settings.endpoint)
    return aws.Provider(
        "aws",
        region=settings.region,
        default_tags=tags,
        access_key="test",
        secret_key="test",
        skip_credentials_validation=True,
        skip_requesting_account_id=True,
        skip_metadata_api_check=True,
        endpoints=[aws.ProviderEndpointArgs(**here)],
    )
