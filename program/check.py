"""Check: refuses to deploy services whose cards or event schemas do not fit each other."""

from __future__ import annotations

import pulumi

from microservice.card_check import problems
from program.cards import CARDS
from program.schema_check import changed_schemas


class ContractError(pulumi.RunError):
    """Services that would not understand each other; the message names each and what to do."""


def check() -> None:
    """Raises ``ContractError`` with every problem of the services' cards and events."""
    wrong = [*problems(CARDS), *changed_schemas(CARDS)]
    if wrong:
        raise ContractError("\n".join(wrong))
