"""Build: a whole stage, or one service of it, from the same parts with the same names."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

import pulumi

from components.observability.composite_alarm import alarm_over
from microservice.dashboard import DashboardContents
from microservice.service import Definition, Service
from microservice.shared_resources import SharedResources
from microservice.stage_defaults import stage_defaults
from program.cards import card_of
from program.check import check
from program.platform_stack import PlatformStack
from program.provider import provider
from program.shared_lookup import look_up
from settings import PLATFORM, PROJECT, Settings

Outputs = dict[str, pulumi.Input[str]]

# Parameters of services that are outputs of the stack, and what these are called.
PUBLISHED = {"endpoint": "{}Url", "site": "siteUrl", "api-page": "apiPageUrl"}


def build(settings: Settings, only: str | None = None) -> Outputs:
    """Make the platform stack and every service, or ``only`` one of them.

    Returns the outputs of the Pulumi stack. Raises ``ContractError`` before anything is made if
    the services' cards or events do not fit each other, even when ``only`` one is made, and
    ``SettingsError`` if the stage lacks a service that another one calls.
    """
    check(settings)
    aws = provider(settings)
    opts = pulumi.ResourceOptions(providers=[aws])
    outputs: Outputs = {}
    if only in (None, PLATFORM):
        platform = PlatformStack(PLATFORM, settings, opts)
        shared = platform.shared
        outputs |= {
            "busName": shared.bus_name,
            "userPool": shared.user_pool,
            "clientId": shared.token_audience,
        }
        if platform.sign_in_url is not None:
            outputs["signInUrl"] = platform.sign_in_url
    else:
        shared = look_up(settings, pulumi.InvokeOptions(provider=aws))
    budgets: list[pulumi.Input[str]] = []
    contents = DashboardContents()
    for name in _services(settings, only):
        service = Service(card_of(name), definition_of(name), settings, shared, opts)
        budgets += service.budgets
        contents.add_all(service.contents)
        for parameter, output in PUBLISHED.items():
            if parameter in service.parameters:
                outputs[output.format(name)] = service.parameters[parameter]
    if only is None and budgets:
        of_the_stage = pulumi.ResourceOptions(parent=platform)
        _stage_alarm(settings, shared, budgets, of_the_stage)
        contents.make(f"{PROJECT}-{settings.stage}", settings.region, of_the_stage)
    return outputs


def _stage_alarm(
    settings: Settings,
    shared: SharedResources,
    budgets: Sequence[pulumi.Input[str]],
    opts: pulumi.ResourceOptions,
) -> None:
    """The one alarm to be woken by: any API of the stage uses up its error budget."""
    defaults = stage_defaults(settings, PLATFORM, shared.alarm_topic)
    alarm_over(f"{PLATFORM}-stage", f"{PROJECT}-{settings.stage}", budgets, defaults, opts)


def definition_of(service: str) -> Definition:
    """The function ``define`` in ``services/<service>/infrastructure.py``."""
    define: Definition = import_module(f"services.{service}.infrastructure").define
    return define


def _services(settings: Settings, only: str | None) -> tuple[str, ...]:
    if only is None:
        return settings.deployed
    return () if only == PLATFORM else (only,)
