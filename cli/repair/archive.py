"""Archive: the archived events of a stage's bus, and the rules that take replays of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from cli.stage.account import Account
from cli.terminal.arguments import WrongArgument
from local.checkout import LocalError

EVENTS = "events"
REPLAY = "replay-name"


@dataclass(frozen=True, kw_only=True)
class Archive:
    """Holds ``count`` events, as far as is known, of the last ``days``; all, if that is 0."""

    arn: str
    name: str
    bus_arn: str
    begun: datetime
    days: int
    count: int

    @classmethod
    def of(cls, account: Account) -> Archive:
        """The archive of a stage's bus."""
        bus = account.parameter("platform", "bus-arn")
        found = account.client(EVENTS).list_archives(EventSourceArn=bus)["Archives"]
        if not found:
            raise LocalError(f"nothing is archived of {bus}: the bus has no archive")
        name = found[0]["ArchiveName"]
        found = account.client(EVENTS).describe_archive(ArchiveName=name)
        return cls(
            arn=found["ArchiveArn"],
            name=name,
            bus_arn=bus,
            begun=found["CreationTime"],
            days=found.get("RetentionDays", 0),
            count=found.get("EventCount", 0),
        )

    def check(self, since: datetime, until: datetime, now: datetime) -> None:
        """Raise ``LocalError`` for times of which there can be nothing here, and say why."""
        if self.days and since < now - timedelta(days=self.days):
            raise WrongArgument(
                f"the archive keeps {self.days} days: --since must be "
                f"{now - timedelta(days=self.days)} or later, got {since}"
            )
        if until < self.begun:
            raise WrongArgument(
                f"nothing is archived from before {self.begun}, got --until {until}"
            )


def consumers_of(account: Account) -> dict[str, str]:
    """The rules of a stage's bus that take replays named for them: consumer to ARN.

    Raises ``LocalError`` if a rule takes any replay: what it starts would happen twice.
    """
    bus = account.parameter("platform", "bus-name")
    pages = account.client(EVENTS).get_paginator("list_rules").paginate(EventBusName=bus)
    rules = [rule for page in pages for rule in page["Rules"] if rule.get("EventPattern")]
    patterns = {rule["Arn"]: json.loads(rule["EventPattern"]) for rule in rules}
    if takes_all := [arn for arn, pattern in patterns.items() if REPLAY not in pattern]:
        names = ", ".join(arn.rpartition("/")[2] for arn in takes_all)
        raise LocalError(f"{names} would match every replay; give their patterns a {REPLAY} first")
    return {name: arn for arn, pattern in patterns.items() for name in _named(pattern[REPLAY])}


def consumer_named(consumers: Mapping[str, str], name: str) -> str:
    """The ARN of a consumer's rule."""
    if name not in consumers:
        raise WrongArgument(
            f"there is no consumer {name}; there are {', '.join(sorted(consumers))}"
        )
    return consumers[name]


def _named(conditions: Iterable[Any]) -> Iterable[str]:
    """Whose replays a pattern takes: those whose name begins with the consumer and a dot."""
    for condition in conditions:
        if isinstance(condition, dict) and str(condition.get("prefix", "")).endswith("."):
            yield condition["prefix"][:-1]
