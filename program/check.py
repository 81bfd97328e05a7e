"""Check: refuses to deploy services whose cards or event schemas do not fit each other."""

from __future__ import annotations

import pulumi

from microservice.card_check import problems
from program.cards import CARDS
from program.schemas import changed_schemas
from settings import KEY, Settings, SettingsError, file_of


class ContractError(pulumi.RunError):
    """Services that would not understand each other; the message names each and what to do."""


def check(settings: Settings) -> None:
    """Raises ``ContractError`` with every problem of the services' cards and events, and
    ``SettingsError`` for a stage that lacks a service which another one calls.
    """
    wrong = [*problems(CARDS), *changed_schemas(CARDS)]
    if wrong:
        raise ContractError("\n".join(wrong))
    missing = [
        f"{card.name} calls {called}"
        for card in CARDS
        for called in card.calls
        if card.name in settings.services and called not in settings.services
    ]
    if missing:
        raise SettingsError(
            f"{file_of(settings.stage).name}: {KEY}.services: lacks what is called: "
            f"{', '.join(missing)}; given {settings.services!r}"
        )
