"""Build: a whole stage, or one service of it, from the same parts with the same names."""

from __future__ import annotations

from importlib import import_module

import pulumi

from microservice.service import Definition, Service
from program import overview
from program.cards import card_of
from program.check import check
from program.platform_stack import PlatformStack
from program.provider import provider
from program.shared_lookup import look_up
from settings import OVERVIEW, PLATFORM, Settings

Outputs = dict[str, pulumi.Input[str]]

# Parameters of services that are outputs of the stack, and what these are called.
PUBLISHED = {"endpoint": "{}Url", "site": "siteUrl", "api-page": "apiPageUrl"}


def build(settings: Settings, only: str | None = None) -> Outputs:
    """Make the platform stack, every service and the overview, or ``only`` one of them.

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
        shared, parts = platform.shared, [platform.part]
        outputs |= {
            "busName": shared.bus_name,
            "userPool": shared.user_pool,
            "clientId": shared.token_audience,
        }
        if platform.sign_in_url is not None:
            # The emulator serves the page of every user pool at its own address.
            outputs["signInUrl"] = settings.endpoint or platform.sign_in_url
    else:
        shared, parts = look_up(settings, pulumi.InvokeOptions(provider=aws)), []
    for name in _services(settings, only):
        service = Service(card_of(name), definition_of(name), settings, shared, opts)
        parts.append(service.part)
        for parameter, output in PUBLISHED.items():
            if parameter in service.parameters:
                outputs[output.format(name)] = service.parameters[parameter]
    if settings.availability_percent is None:
        return outputs
    if only is None:
        overview.Overview(settings, shared.alarm_topic, parts, opts, formerly=platform)
    elif only == OVERVIEW:
        parts = overview.look_up(settings, pulumi.InvokeOptions(provider=aws))
        overview.Overview(settings, shared.alarm_topic, parts, opts)
    return outputs


def definition_of(service: str) -> Definition:
    """The function ``define`` in ``services/<service>/infrastructure.py``."""
    define: Definition = import_module(f"services.{service}.infrastructure").define
    return define


def _services(settings: Settings, only: str | None) -> tuple[str, ...]:
    if only is None:
        return settings.deployed
    return () if only in (PLATFORM, OVERVIEW) else (only,)
