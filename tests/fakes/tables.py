"""The keys of the platform's tables and of their indexes."""

from __future__ import annotations

KEYS: dict[str, tuple[str, ...]] = {
    "items": ("itemId",),
    "orders": ("orderId",),
    "steps": ("orderId", "step"),
    "inventory": ("pk",),
    "payments": ("orderId",),
    "shipments": ("orderId",),
    "idempotency": ("pk",),
    "notices": ("userId", "noticeId"),
    "analytics": ("pk",),
    "ends": ("orderId",),
    "figures": ("period",),
}

INDEXES: dict[tuple[str, str], tuple[str, ...]] = {
    ("orders", "byUser"): ("userId", "placedAt"),
    ("ends", "byHour"): ("hour", "orderId"),
}
