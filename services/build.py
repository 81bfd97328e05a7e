"""Build: a whole stage, or one service of it, from the same parts with the same names."""

from __future__ import annotations

import importlib

import pulumi
import pulumi_aws as aws

from services.platform import Platform
from services.settings import PLATFORM, PROJECT, Settings

Outputs = dict[str, pulumi.Input[str]]


def build(settings: Settings, only: str | None = None) -> Outputs:
    """Make the platform and every service, or ``only`` one of them; returns the stack's outputs."""
    aws_provider = provider(settings)
    outputs: Outputs = {}
    if only in (None, PLATFORM):
        platform = Platform.make(settings, aws_provider)
        outputs |= {
            "busName": platform.bus_name,
            "userPool": platform.user_pool,
            "clientId": platform.token_audience,
        }
    else:
        platform = Platform.look_up(settings, pulumi.InvokeOptions(provider=aws_provider))
    for service in settings.services if only is None else [only]:
        if service == PLATFORM:
            continue
        links = infrastructure(service)(
            settings, platform, pulumi.ResourceOptions(providers=[aws_provider])
        ).links
        outputs[f"{service}Url"] = links["endpoint"]
    return outputs


def provider(settings: Settings) -> aws.Provider:
    """The one provider of a stack; on a local stage it speaks to the emulator and nobody else."""
    tags = aws.ProviderDefaultTagsArgs(tags={"project": PROJECT, "stage": settings.stage})
    if settings.endpoint is None:
        return aws.Provider("aws", region=settings.region, default_tags=tags)
    return aws.Provider(
        "aws",
        region=settings.region,
        default_tags=tags,
        access_key="test",
        secret_key="test",
        skip_credentials_validation=True,
        skip_requesting_account_id=True,
        skip_metadata_api_check=True,
        endpoints=[{service: settings.endpoint for service in ENDPOINTS}],
    )


# Every AWS service that the program's resources belong to.
ENDPOINTS = (
    "apigateway",
    "apigatewayv2",
    "cloudwatch",
    "cognitoidp",
    "dynamodb",
    "events",
    "iam",
    "kms",
    "lambda_",
    "logs",
    "s3",
    "sfn",
    "sns",
    "sqs",
    "ssm",
    "sts",
)


def infrastructure(service: str) -> type:
    """The component of a service: ``Orders`` in ``services/orders/infrastructure.py``."""
    module = importlib.import_module(f"services.{service}.infrastructure")
    return getattr(module, service.capitalize())  # type: ignore[no-any-return]
