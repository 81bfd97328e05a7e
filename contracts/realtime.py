"""Contracts of the realtime service: what clients send on their connections, and what they get."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from contracts.contract import Contract
from contracts.field_types import OrderId, Reason
from contracts.limits import MaxLen, MinLen


@dataclass(frozen=True, kw_only=True)
class Ping(Contract):
    """Keeps a connection open, which API Gateway closes after ten minutes without a message."""

    action: Literal["ping"]


@dataclass(frozen=True, kw_only=True)
class Pong(Contract):
    """The answer to ``Ping``."""

    type: Literal["pong"] = "pong"


@dataclass(frozen=True, kw_only=True)
class SendNotice(Contract):
    """A text for every open connection; agents only."""

    action: Literal["notice"]
    text: Annotated[str, MinLen(1), MaxLen(1000)]


@dataclass(frozen=True, kw_only=True)
class Notice(Contract):
    """A text of an agent, as all clients get it."""

    type: Literal["notice"] = "notice"
    text: str


@dataclass(frozen=True, kw_only=True)
class OrderStatusChanged(Contract):
    """The new status of an order, as that order's customer gets it; it may come twice."""

    type: Literal["order-status"] = "order-status"
    order_id: OrderId
    status: Literal["CONFIRMED", "CANCELLED", "FULFILLED"]
    reason: Reason | None = None
    """Why the order was cancelled."""
