"""Build: a whole stage, or one service of it, from the same parts with the same names."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Protocol

import pulumi

from microservice.shared import Platform
from program.check import check
from program.platform_stack import PlatformStack
from program.provider import provider
from settings import PLATFORM, Settings

Outputs = dict[str, pulumi.Input[str]]


class Service(Protocol):
    """What each ``services/<service>/infrastructure.py`` holds, named as the folder."""

    links: Mapping[str, pulumi.Input[str]]

    def __init__(
        self, settings: Settings, platform: Platform, opts: pulumi.ResourceOptions
    ) -> None: ...


def build(settings: Settings, only: str | None = None) -> Outputs:
    """Make the platform and every service, or ``only`` one of them; returns the stack's outputs.

    Nothing is made, of a single service either, while services would not understand each other.
    """
    check()
    aws = provider(settings)
    outputs: Outputs = {}
    if only in (None, PLATFORM):
        here = pulumi.ResourceOptions(providers=[aws])
        platform = PlatformStack(PLATFORM, settings, here).links
        outputs |= {
            "busName": platform.bus_name,
            "userPool": platform.user_pool,
            "clientId": platform.token_audience,
        }
    else:
        platform = Platform.look_up(settings, pulumi.InvokeOptions(provider=aws))
    for name in _services(settings, only):
        service = infrastructure(name)(settings, platform, pulumi.ResourceOptions(providers=[aws]))
        outputs[f"{name}Url"] = service.links["endpoint"]
    return outputs


def _services(settings: Settings, only: str | None) -> tuple[str, ...]:
    if only is None:
        return settings.services
    return () if only == PLATFORM else (only,)


def infrastructure(service: str) -> type[Service]:
    """The component of a service: ``Orders`` in ``services/orders/infrastructure.py``."""
    module = importlib.import_module(f"services.{service}.infrastructure")
    component: type[Service] = getattr(module, service.capitalize())
    return component
