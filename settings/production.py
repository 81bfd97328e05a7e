"""Production: what may not be in the settings of a stage called ``prod`` or ``prod-<name>``."""

from __future__ import annotations

from typing import Any

PRODUCTION = "prod"


def is_production(stage: str) -> bool:
    """Whether a stage has real customers, by its name, as the policy pack judges it."""
    return stage.partition("-")[0] == PRODUCTION


def check(key: str, value: Any) -> None:
    """Raise ``ValueError`` for a value that fits a stage for tests only."""
    if key == "cors_origins" and "*" in value:
        raise ValueError("must be the origins of the shop in production, where * is every website")
    if key == "data_trace" and value:
        raise ValueError("must be false in production, where logs would hold requests in full")
    if key == "sign_in_page" and value and any(url.startswith("http:") for url in value.urls):
        raise ValueError(
            "must be of https:// URLs in production, where any program of a user's machine could "
            "wait at localhost for another's code"
        )
    if key == "mfa" and value == "OFF":
        raise ValueError("must be 'ON' or 'OPTIONAL' in production")
