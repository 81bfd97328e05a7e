"""Platform stack: the resources that all services share, and their parameters."""

from __future__ import annotations

import pulumi
import pulumi_aws as aws

from components.api.account_logs import account_logs
from components.compute.archive import packages_of
from components.identity.user_pool import UserPool, UserPoolArgs
from components.messaging.event_bus import EventBus, EventBusArgs
from components.messaging.event_forward import EventForward, EventForwardArgs
from components.messaging.schema_registry import SchemaRegistry, SchemaRegistryArgs
from components.messaging.topic import Topic, TopicArgs
from components.observability import cost_budget
from contracts.schema import registry_schema
from microservice import overview_part
from microservice.dashboard import DashboardContents
from microservice.layer import PACKAGES
from microservice.overview_part import OverviewPart
from microservice.parameters import ServiceParameters
from microservice.shared_resources import FIELDS, SharedResources, key_of
from microservice.stage_defaults import stage_defaults
from program.cards import EVENTS
from program.watching import watch
from settings import PLATFORM, PROJECT, Settings

AGENTS = "agents"


class PlatformStack(pulumi.ComponentResource):
    """Event buses, schema registry, alarm topic, user pool, layer, the role for API logs."""

    shared: SharedResources
    sign_in_url: pulumi.Output[str] | None
    part: OverviewPart

    def __init__(self, name: str, settings: Settings, opts: pulumi.ResourceOptions) -> None:
        super().__init__("platform:services:Platform", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        defaults = stage_defaults(settings, PLATFORM)

        bus = EventBus(
            name,
            EventBusArgs(
                name=f"{PROJECT}-{settings.stage}",
                archive_days=settings.bus_archive_days,
                defaults=defaults,
            ),
            opts=child,
        )
        users = UserPool(f"{name}-users", user_pool_args(settings), opts=child)
        layer = aws.lambda_.LayerVersion(
            f"{name}-layer",
            layer_name=f"{PROJECT}-{settings.stage}-runtime",
            code=packages_of(PACKAGES),
            description="Powertools and what it needs, pure Python",
            opts=child,
        )
        self.shared = SharedResources(
            bus_name=bus.name,
            bus_arn=bus.arn,
            alarm_topic=self._alarms(f"{name}-alarms", settings).arn,
            layer=layer.arn,
            user_pool=users.arn,
            token_issuer=users.issuer,
            token_audience=users.client_id,
            api_logs=self._api_logs(f"{name}-api-logs", settings),
        )
        self._schemas(f"{name}-schemas", settings)
        watch(name, settings, self.shared.alarm_topic, child)
        self.part = OverviewPart(contents=DashboardContents())
        if settings.audit_days is not None:
            self._audit(f"{name}-audit", settings, settings.audit_days)
        parameters = {key_of(field): getattr(self.shared, field) for field in FIELDS}
        parameters["user-pool-id"] = users.id
        if settings.availability_percent is not None:
            parameters[overview_part.KEY] = self.part.text()
        self.sign_in_url = users.sign_in_url
        ServiceParameters(name, settings.stage, parameters, opts=child)
        self.register_outputs({"busName": bus.name, "userPoolId": users.id})

    def _api_logs(self, name: str, settings: Settings) -> tuple[pulumi.Resource, ...]:
        """The account's role for API logs, where this stage owns it; it outlives the stage."""
        if not settings.owns_api_logs_role:
            return ()
        opts = pulumi.ResourceOptions(parent=self, retain_on_delete=settings.shares_account)
        return (account_logs(name, stage_defaults(settings, PLATFORM), opts),)

    def _schemas(self, name: str, settings: Settings) -> None:
        """The registry with the schema of every event."""
        SchemaRegistry(
            name,
            SchemaRegistryArgs(
                name=f"{PROJECT}-{settings.stage}",
                schemas={
                    f"{event.source}@{event.detail_type}": registry_schema(event)
                    for event in EVENTS
                },
                description="Events of the services of this stage",
                defaults=stage_defaults(settings, PLATFORM),
            ),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _audit(self, name: str, settings: Settings, days: int) -> None:
        """A bus and archive that no service can reach, with a copy of every event."""
        child = pulumi.ResourceOptions(parent=self)
        defaults = stage_defaults(settings, PLATFORM, self.shared.alarm_topic)
        audit = EventBus(
            name,
            EventBusArgs(
                name=f"{PROJECT}-{settings.stage}-audit",
                archive_days=days,
                defaults=defaults,
            ),
            opts=child,
        )
        copy = EventForward(
            f"{name}-copy",
            EventForwardArgs(
                bus_name=self.shared.bus_name,
                pattern={"source": sorted({event.source for event in EVENTS})},
                target_bus_arn=audit.arn,
                defaults=defaults,
            ),
            opts=child,
        )
        self.part.contents.add(
            rules=(self.shared.bus_name, copy.rule.name),
            dead_letter_queues=copy.dead_letter_queue.name,
        )

    def _alarms(self, name: str, settings: Settings) -> Topic:
        """The topic that every alarm notifies, with its subscribers."""
        child = pulumi.ResourceOptions(parent=self)
        account = aws.get_caller_identity_output(opts=pulumi.InvokeOptions(parent=self)).account_id
        budgets = () if settings.monthly_budget_usd is None else (cost_budget.PUBLISHER,)
        topic = Topic(
            name,
            TopicArgs(
                account=account,
                services=("cloudwatch.amazonaws.com", *budgets),
                defaults=stage_defaults(settings, PLATFORM),
            ),
            opts=child,
        )
        for email in settings.alarm_emails:
            aws.sns.TopicSubscription(
                f"{name}-{email}", topic=topic.arn, protocol="email", endpoint=email, opts=child
            )
        return topic


def user_pool_args(settings: Settings) -> UserPoolArgs:
    """How users of a stage register and sign in."""
    page, mail = settings.sign_in_page, settings.user_mail
    return UserPoolArgs(
        mfa=settings.mfa,
        groups=(AGENTS,),
        self_sign_up=settings.self_sign_up,
        mail=None if mail is None else mail.mail,
        password_sign_in=settings.password_sign_in,
        domain=None if page is None else page.domain,
        sign_in_page=None if page is None else page.client,
        defaults=stage_defaults(settings, PLATFORM),
    )
