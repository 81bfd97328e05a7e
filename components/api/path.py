"""Path: the shape of a route's path, which stays when a parameter is renamed."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pulumi


def shape(path: str) -> str:
    """A path without the names of its parameters: ``/orders/{}`` of ``/orders/{orderId}``.

    Logical names have it: a parameter that is renamed is an update of its resource. Under another
    name it would be a second resource, which API Gateway refuses beside the first.
    """
    return re.sub(r"\{[^{}+]*(\+?)\}", r"{\1}", path)


def formerly(
    former: str, name: str, opts: pulumi.ResourceOptions | None
) -> pulumi.ResourceOptions | None:
    """Options with an alias where a logical name was another, with the names of parameters, as all
    were until 2026-11-29.
    """
    if former == name:
        return opts
    alias = pulumi.ResourceOptions(aliases=[pulumi.Alias(name=former)])
    return pulumi.ResourceOptions.merge(opts, alias)


def check_siblings(paths: Iterable[str]) -> None:
    """Raise ``ValueError`` for two parameters of different names at one place of a REST API."""
    found: dict[str, str] = {}
    for path in paths:
        parent, _, part = path.rpartition("/")
        if not part.startswith("{"):
            continue
        before = found.setdefault(parent, part)
        if before != part:
            raise ValueError(
                f"a path of a REST API may have one parameter at each place, got {before} and "
                f"{part} below {parent or '/'}; give them one name"
            )
