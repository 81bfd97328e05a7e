"""Examples of the routes of analytics."""

from __future__ import annotations

from services.analytics.app.domain import Purchases
from tests.docs.examples.example import Example

MONTH = {"month": "2026-11", "customers": 1, "newCustomers": 1, "orders": 1, "units": 1}

EXAMPLES = {
    "GET /purchases": Example(
        answer=Purchases,
        response={
            "months": [{**MONTH, "cents": 1295}],
            "total": {"customers": 1, "orders": 1, "units": 1, "cents": 1295},
        },
    ),
}
