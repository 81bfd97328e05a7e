"""Examples of the routes of notifications."""

from __future__ import annotations

from tests.docs.examples.example import ORDER, PLACED_AT, Example

NOTICE = {
    "orderId": ORDER,
    "userId": "alice",
    "placedAt": PLACED_AT,
    "kind": "OrderConfirmed",
    "text": "Your order of 1 for 12.95 is confirmed.",
    "noticeId": f"{PLACED_AT}#{ORDER}",
}

EXAMPLES = {
    "GET /notices": Example(response={"notices": [NOTICE], "nextToken": None}),
}
