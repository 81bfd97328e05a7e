"""Needs: what a setting cannot be without in the same stage, or where the stage is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from settings import regions
from settings.external import External
from settings.project import OPTIONAL_SERVICES
from settings.search import SearchIndex
from settings.tracing import Tracing

# https://docs.aws.amazon.com/general/latest/gr/xray.html
MOST_GROUPS = 25

# The other's keys, of which one is enough, and why.
NEEDED = {
    "report_emails": (("report_sender",), "a report_sender, the address that mail comes from"),
    "site": (
        ("password_sign_in", "sign_in_page"),
        "a sign_in_page, or password_sign_in: true, by which its page signs users in",
    ),
}


def check(key: str, value: Any, others: Mapping[str, Any]) -> None:
    """Raise ``ValueError`` for a value whose other setting is missing or off."""
    if key in CHECKS:
        CHECKS[key](value, others)
        return
    keys, needed = NEEDED[key]
    if value and not any(others.get(each) for each in keys):
        raise ValueError(f"needs {needed}")


def check_sender(value: Any, others: Mapping[str, Any]) -> None:
    """Raise ``ValueError`` for mail from a region that sends none."""
    if value is not None and "region" in others:
        regions.check_offered(regions.EMAIL, others["region"])


def check_network(value: Any, others: Mapping[str, Any]) -> None:
    """Raise ``ValueError`` for a network on a local stage, or in another region than the stage."""
    if value is None:
        return
    if others.get("endpoint"):
        raise ValueError("cannot be on a local stage, which has no network")
    region = others.get("region")
    if region and any(zone[:-1] != region for zone in value.zones):
        raise ValueError(f"zones must be of the region {region}")


def check_budget(value: Any, others: Mapping[str, Any]) -> None:
    """Raise ``ValueError`` for a budget in a partition that has none."""
    if value is not None and "region" in others:
        regions.check_budgets(others["region"])


def check_site_domain(value: Any, others: Mapping[str, Any]) -> None:
    """Raise ``ValueError`` for a name of no site, of one on this machine, and of one whose sign-in
    page does not send users back to it.
    """
    if value is None:
        return
    if others.get("endpoint"):
        raise ValueError("can only be on AWS; an emulator answers for no names")
    if not others.get("site"):
        raise ValueError("needs site: true, whose name it is")
    page = others.get("sign_in_page")
    if others.get("password_sign_in") or page is None:
        return
    for key in ("callback_urls", "logout_urls"):
        if value.page not in getattr(page, key):
            raise ValueError(f"needs {value.page} among the {key} of sign_in_page")


def check_groups(tracing: Tracing | None, others: Mapping[str, Any]) -> None:
    """Raise ``ValueError`` for groups of services that the stage has not, or for too many."""
    if tracing is None or "services" not in others:
        return
    chosen = [name for name in OPTIONAL_SERVICES if others.get(name) is not None]
    services = [*others["services"], *chosen]
    groups = tracing.groups_of(services)
    if unknown := [name for name in groups if name not in services]:
        raise ValueError(f"groups: the stage has no {', '.join(unknown)}")
    if len(groups) > MOST_GROUPS:
        raise ValueError(
            f"groups: X-Ray has {MOST_GROUPS} in an account and Region, and the stage has "
            f"{len(groups)} services; name those that are to have one"
        )


def check_place(value: Any, *, emulated: bool) -> None:
    """Raise ``ValueError`` for a value that is possible on AWS only, or on an emulator only."""
    if isinstance(value, External) and value.is_on_this_machine and not emulated:
        raise ValueError("can only be on this machine where the stage is; use https://")
    if isinstance(value, SearchIndex) and value.engine == "opensearch" and emulated:
        raise ValueError("can only be in OpenSearch on AWS; an emulator has no search engine")
    if isinstance(value, float) and value != 1 and not emulated:
        raise ValueError("can only be changed where there is an endpoint; AWS waits in full")


CHECKS: Mapping[str, Callable[[Any, Mapping[str, Any]], None]] = {
    "suppliers": check_network,
    "monthly_budget_usd": check_budget,
    "report_sender": check_sender,
    "site_domain": check_site_domain,
    "tracing": check_groups,
}

# The settings that are checked with others.
KEYS = (*NEEDED, *CHECKS)
