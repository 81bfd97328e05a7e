"""Account: boto3 clients for the resources of a stage, on AWS or in its emulator."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError

from cli.stage.local import local_stage
from local.checkout import LocalError
from settings import PROJECT

CONNECTIONS = 64


@dataclass(frozen=True)
class Account:
    """One stage of one account; without ``endpoint`` it is AWS, with the caller's credentials."""

    stage: str
    region: str
    endpoint: str | None = None

    @cache  # noqa: B019  (an account lives as long as the command that opened it)
    def client(self, service: str) -> Any:
        """A client for one AWS service; may be shared by threads."""
        config = Config(inject_host_prefix=not self.endpoint, max_pool_connections=CONNECTIONS)
        if not self.endpoint:
            return boto3.client(service, region_name=self.region, config=config)
        return boto3.client(
            service,
            endpoint_url=self.endpoint,
            region_name=self.region,
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=config,
        )

    @cache  # noqa: B019
    def parameter(self, service: str, key: str) -> str:
        """The value of a stage's parameter in Parameter Store, such as orders, endpoint."""
        name = f"/{PROJECT}/{self.stage}/{service}/{key}"
        return str(self.client("ssm").get_parameter(Name=name)["Parameter"]["Value"])

    def tagged(self, kind: str) -> dict[str, dict[str, str]]:
        """The stage's resources of one kind, such as ``sqs``: their tags by their ARNs."""
        pages = self.client("resourcegroupstaggingapi").get_paginator("get_resources")
        tags = {"project": PROJECT, "stage": self.stage}
        found = pages.paginate(
            ResourceTypeFilters=[kind],
            TagFilters=[{"Key": key, "Values": [value]} for key, value in tags.items()],
        )
        return {
            each["ResourceARN"]: {tag["Key"]: tag["Value"] for tag in each["Tags"]}
            for page in found
            for each in page["ResourceTagMappingList"]
        }


@contextmanager
def account_of(stage: str) -> Iterator[Account]:
    """The account that holds a stage; an error of AWS becomes a ``LocalError`` with its message."""
    # Loads the SDK, which takes half a second that other commands need not wait.
    from settings import Settings

    settings = Settings.of_stage(stage)
    if settings.endpoint and not local_stage(stage).emulator.running:
        raise LocalError(f"stage {stage} is not up: platform up --stage {stage}")
    try:
        yield Account(stage, settings.region, settings.endpoint)
    except NoCredentialsError:
        raise LocalError(
            f"there are no credentials for AWS, where stage {stage} is: set AWS_PROFILE or sign in "
            f"(aws sso login); platform doctor {stage} checks them"
        ) from None
    except (BotoCoreError, ClientError) as error:
        where = settings.endpoint or f"AWS in {settings.region}"
        raise LocalError(f"{where} answered: {error}") from None
