"""Suppliers: where the database of the suppliers service is, in stages that have the service."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from components.network import addresses


class Suppliers(BaseModel):
    """The network and the server, which are billed by the hour: from about 35 dollars a month."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    zones: tuple[str, ...]
    cidr: str = addresses.CIDR
    instance_class: Annotated[str, Field(pattern=r"^db\.[a-z0-9]+\.[a-z0-9]+$")] = "db.t4g.micro"
    # Each of the three functions, of which every execution environment has one connection.
    concurrency: Annotated[int, Field(ge=1, le=1000)] = 20
    # Whether offers are read from a cache, for a minute: from about 6 dollars a month.
    cache: bool = False
    # Address of a price feed, which a container follows: from about 46 dollars a month, most of it
    # for the NAT gateway that it is reached by.
    feed: Annotated[str, Field(pattern=r"^https://[^\s/]+(/\S*)?$")] | None = None

    @model_validator(mode="after")
    def _as_a_network_takes_them(self) -> Suppliers:
        addresses.check(self.cidr, self.zones)
        return self
