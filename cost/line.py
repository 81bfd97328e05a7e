"""Line: what one resource uses of one meter in a month."""

from __future__ import annotations

from dataclasses import dataclass

HOURS = 730  # of a month, as AWS's own calculator counts


@dataclass(frozen=True, kw_only=True)
class Line:
    """``always`` is what is paid for without any use."""

    service: str
    resource: str
    meter: str
    quantity: float
    always: bool = False
