"""Caching: which responses of a REST API its stage keeps, for how long, and by what they differ."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from components.limits import within

# https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html
# Below a minute an entry is seldom found again; an hour is API Gateway's maximum.
TTL_SECONDS = (60, 3600)

# Gigabytes, as API Gateway names the sizes of a cache cluster.
Size: TypeAlias = Literal["0.5", "1.6", "6.1", "13.5", "28.4", "58.2", "118", "237"]
SIZES: tuple[Size, ...] = get_args(Size)


@dataclass(frozen=True, kw_only=True)
class Cached:
    """The responses of a GET route are kept and given to later requests, without the function.

    Requests differ by their path, by the query parameters named here and, unless the route is
    public, by what the authorizer knows callers by, as the header ``Authorization``: no caller gets
    the response of another. Where the stage
    has several CORS origins they differ by ``Origin``, which a response names. Whatever else a
    response depends on must be named here, or callers get one that is not theirs.
    """

    ttl: int = 300
    """For how long, in seconds; 60 to 3,600."""

    query: tuple[str, ...] = ()
    """Query parameters that the response depends on."""

    headers: tuple[str, ...] = ()
    """Other headers that the response depends on, as ``Accept-Language``."""

    def __post_init__(self) -> None:
        within("ttl", self.ttl, TTL_SECONDS, "seconds")
        for name in (*self.query, *self.headers):
            if not re.fullmatch(r"[\w.$-]+", name, re.ASCII):
                raise ValueError(
                    "query and headers must be letters, digits, '.', '_', '$' and '-', "
                    f"got {name!r}"
                )

    def keys(self, path: str) -> list[str]:
        """The parameters of a request by which its responses differ for every caller."""
        parameters = re.findall(r"\{([\w.-]+)\+?\}", path)
        headers = dict.fromkeys(header.title() for header in self.headers)
        named = [f"method.request.header.{header}" for header in headers]
        return sorted(
            {
                *(f"method.request.path.{name}" for name in parameters),
                *(f"method.request.querystring.{name}" for name in self.query),
                *named,
            }
        )
