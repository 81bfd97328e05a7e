"""Line: what one resource uses of one meter in a month."""

from __future__ import annotations

from dataclasses import dataclass

from cost.stack import Resource

HOURS = 730  # of a month, as AWS's own calculator counts


@dataclass(frozen=True, kw_only=True)
class Line:
    """``always`` is what is paid for without any use."""

    service: str
    resource: str
    meter: str
    quantity: float
    always: bool = False


def line(
    service: str, resource: Resource, meter: str, quantity: float, *, always: bool = False
) -> Line:
    """The line of a resource."""
    return Line(
        service=service, resource=resource.name, meter=meter, quantity=quantity, always=always
    )
