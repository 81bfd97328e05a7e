"""Log groups: those of a stage, with the service that each belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from cli.stage.account import Account
from local.checkout import LocalError


@dataclass(frozen=True, order=True)
class LogGroup:
    """The log of one function, workflow or API."""

    name: str
    service: str


def groups_of(account: Account, service: str | None = None) -> list[LogGroup]:
    """The log groups of a stage, or of one service of it; raises ``LocalError`` without any.

    By their tags on AWS, where an account may have several stages; by their names in an emulator,
    which has one stage and no tags of log groups.
    """
    found = _named(account) if account.endpoint else _tagged(account)
    chosen = sorted(group for group in found if service in (None, group.service))
    if not chosen:
        what = f"service {service} of stage {account.stage}" if service else account.stage
        raise LocalError(f"{what} has no log group in {account.region}; is it deployed there?")
    return chosen


def _tagged(account: Account) -> list[LogGroup]:
    tagged = account.tagged("logs:log-group")
    return [
        LogGroup(arn.split(":log-group:", 1)[1].removesuffix(":*"), tags.get("service", ""))
        for arn, tags in tagged.items()
    ]


def _named(account: Account) -> list[LogGroup]:
    pages = account.client("logs").get_paginator("describe_log_groups").paginate()
    names = [group["logGroupName"] for page in pages for group in page["logGroups"]]
    return [LogGroup(name, name.rpartition("/")[2].partition("-")[0]) for name in names]
