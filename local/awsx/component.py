"""Component: what every component of the stand-in has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi


class Component(pulumi.ComponentResource):
    """One component of AWSX: ``state`` is its outputs, by the names of the engine."""

    state: Mapping[str, Any]

    def __init__(
        self, name: str, inputs: Mapping[str, Any], opts: pulumi.ResourceOptions | None
    ) -> None:
        raise NotImplementedError


def supported(kind: str, inputs: Mapping[str, Any], known: frozenset[str]) -> None:
    """Raise ``RunError`` for an input that is given and not planned for."""
    given = {key for key, value in inputs.items() if value is not None}
    if unknown := sorted(given - known):
        raise pulumi.RunError(
            f"{kind}: the property {', '.join(unknown)} is not supported here; supported are "
            f"{', '.join(sorted(known))}"
        )
