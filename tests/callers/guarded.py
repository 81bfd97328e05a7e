"""Guarded: a row of the table, which is a route or a field and what guards it."""

from __future__ import annotations

import re
from dataclasses import dataclass

# The parameter that names a user.
USER = "userId"


@dataclass(frozen=True)
class Guarded:
    """A route; ``module`` is what answers it, or for a WebSocket what authorizes the connect.

    ``query`` is the query parameters, or the arguments of a field; ``groups`` and ``access_only``
    are what AppSync and a resolver's code ask of the token for a field.
    """

    service: str
    kind: str
    key: str
    module: str
    public: bool
    scopes: tuple[str, ...] = ()
    query: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    access_only: bool = False

    @property
    def names_user(self) -> bool:
        """Whether a request may name a user, in the path, the query or the arguments."""
        return USER in self.parameters or USER in self.query

    @property
    def parameters(self) -> dict[str, str]:
        """A value for each parameter of the path."""
        return dict.fromkeys(re.findall(r"\{([\w-]+)\+?\}", self.key), "an-id-of-none")
