"""Platform: what every service leans on; made in its own stack, or looked up where that exists."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import pulumi
import pulumi_aws as aws

from components.access import assumed_by
from components.compute.archive import packages_of
from components.identity.user_pool import UserPool, UserPoolArgs
from components.messaging.event_bus import EventBus, EventBusArgs
from components.messaging.topic import Topic, TopicArgs
from components.observability.standards import Standards
from services.registry import Registry, path_of
from services.settings import PLATFORM, PROJECT, Settings

# The third-party code that travels with every function; versions are those of requirements.txt.
LAYER = (
    "annotated-types",
    "aws-lambda-powertools",
    "aws-xray-sdk",
    "jmespath",
    "typing-extensions",
    "wrapt",
)
AGENTS = "agents"


@dataclass(frozen=True, kw_only=True)
class Platform:
    """The shared things of a stage, by what tells them apart: names, ARNs and ids.

    ``api_logs`` is what must exist before an API can write logs, if it is of the same stack.
    """

    bus_name: pulumi.Output[str]
    bus_arn: pulumi.Output[str]
    alarm_topic: pulumi.Output[str]
    layer: pulumi.Output[str]
    user_pool: pulumi.Output[str]
    token_issuer: pulumi.Output[str]
    token_audience: pulumi.Output[str]
    api_logs: tuple[pulumi.Resource, ...] = ()

    @classmethod
    def look_up(cls, settings: Settings, opts: pulumi.InvokeOptions) -> Platform:
        """Find what the stage's own ``platform`` stack has registered."""
        found: dict[str, Any] = {
            link: aws.ssm.get_parameter_output(
                name=path_of(settings.stage, PLATFORM, key_of(link)), opts=opts
            ).insecure_value
            for link in LINKS
        }
        return cls(**found)

    @classmethod
    def make(cls, settings: Settings, provider: pulumi.ProviderResource) -> Platform:
        """Create all of it, and register it for the stacks of single services."""
        return PlatformResources(
            PLATFORM, settings, pulumi.ResourceOptions(providers=[provider])
        ).links

    def standards(self, settings: Settings, service: str) -> Standards:
        """What the stage asks of the components of one service."""
        return Standards(
            alarm_topic=self.alarm_topic,
            tags={"service": service},
            throttle_rate=settings.throttle.rate,
            throttle_burst=settings.throttle.burst,
            **settings.model_dump(
                include={
                    "log_retention_days",
                    "keep_data",
                    "data_trace",
                    "cors_origins",
                    "latency_p99_ms",
                    "server_error_percent",
                    "alarm_period_seconds",
                    "alarm_periods",
                    "dead_letter_retention_seconds",
                    "target_retries",
                    "target_age_seconds",
                    "async_retries",
                }
            ),
        )


# What the stacks of single services look up.
LINKS = tuple(link.name for link in fields(Platform) if link.name != "api_logs")


class PlatformResources(pulumi.ComponentResource):
    """Bus, alarm topic, user pool, layer, and the account's right to write API logs."""

    links: Platform

    def __init__(self, name: str, settings: Settings, opts: pulumi.ResourceOptions) -> None:
        super().__init__("platform:services:Platform", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        tags = {"service": PLATFORM}

        bus = EventBus(
            name,
            EventBusArgs(
                name=f"{PROJECT}-{settings.stage}",
                archive_days=settings.bus_archive_days,
                tags=tags,
            ),
            opts=child,
        )
        users = UserPool(
            f"{name}-users",
            UserPoolArgs(
                mfa=settings.mfa,
                groups=(AGENTS,),
                password_sign_in=settings.password_sign_in,
                keep_data=settings.keep_data,
                tags=tags,
            ),
            opts=child,
        )
        layer = aws.lambda_.LayerVersion(
            f"{name}-layer",
            layer_name=f"{PROJECT}-{settings.stage}-runtime",
            code=packages_of(LAYER),
            description="Powertools and what it needs, pure Python",
            opts=child,
        )
        self.links = Platform(
            bus_name=bus.name,
            bus_arn=bus.arn,
            alarm_topic=self._alarms(f"{name}-alarms", settings).arn,
            layer=layer.arn,
            user_pool=users.arn,
            token_issuer=users.issuer,
            token_audience=users.client_id,
            api_logs=(self._let_apis_write_logs(name),) if settings.owns_api_logs_role else (),
        )
        links = {key_of(link): getattr(self.links, link) for link in LINKS}
        Registry(name, settings.stage, {**links, "user-pool-id": users.id}, opts=child)
        self.register_outputs({"busName": bus.name, "userPoolId": users.id})

    def _alarms(self, name: str, settings: Settings) -> Topic:
        """The topic every alarm tells, and the people who want to hear it."""
        child = pulumi.ResourceOptions(parent=self)
        account = aws.get_caller_identity_output(opts=pulumi.InvokeOptions(parent=self)).account_id
        topic = Topic(
            name,
            TopicArgs(
                account=account,
                services=("cloudwatch.amazonaws.com",),
                tags={"service": PLATFORM},
            ),
            opts=child,
        )
        for email in settings.alarm_emails:
            aws.sns.TopicSubscription(
                f"{name}-{email}", topic=topic.arn, protocol="email", endpoint=email, opts=child
            )
        return topic

    def _let_apis_write_logs(self, name: str) -> aws.apigateway.Account:
        """API Gateway has one role for its logs in an account and region, not one an API."""
        child = pulumi.ResourceOptions(parent=self)
        role = aws.iam.Role(
            f"{name}-api-logs-role",
            assume_role_policy=assumed_by("apigateway.amazonaws.com"),
            tags={"service": PLATFORM},
            opts=child,
        )
        allowed = aws.iam.RolePolicyAttachment(
            f"{name}-api-logs-permissions",
            role=role.name,
            policy_arn="arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs",
            opts=child,
        )
        return aws.apigateway.Account(
            f"{name}-api-logs",
            cloudwatch_role_arn=role.arn,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[allowed]),
        )


def key_of(link: str) -> str:
    """A link's key in the registry: ``bus_name`` stands under ``bus-name``."""
    return link.replace("_", "-")
