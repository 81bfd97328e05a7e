"""Links: a function finds a resource by its logical name, with what it is granted on it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pulumi

from components.access import Access


def link(grant: Callable[[str], Access], name: str | None = None) -> Access:
    """A grant whose resource the function finds by name: ``link(orders.read)`` in ``uses``, and
    ``linked("orders")`` of ``runtime.environment`` in the function.

    ``name`` is the logical name of what grants, if not given. Raises ``ValueError`` for an existing
    resource, which has none, without a name.
    """
    owner = getattr(grant, "__self__", None)
    if name is None and isinstance(owner, pulumi.Resource):
        name = owner.pulumi_resource_name
    if name is None:
        raise ValueError("an existing resource has no logical name: link it by a name")
    return grant(variable_of(name))


def variable_of(name: str) -> str:
    """The environment variable of a link: ``LINK_ORDERS`` of ``orders``."""
    return "LINK_" + re.sub(r"[^A-Za-z0-9]", "_", name).upper()
