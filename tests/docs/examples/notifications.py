"""Examples of the routes of notifications."""

from __future__ import annotations

from services.notifications.app.domain import StoredNotice
from tests.docs.examples.example import ORDER, PLACED_AT, Example
from tests.docs.openapi.answers import Page

NOTICE = {
    "orderId": ORDER,
    "userId": "alice",
    "placedAt": PLACED_AT,
    "kind": "OrderConfirmed",
    "text": "Your order of 1 for 12.95 is confirmed.",
    "noticeId": f"{PLACED_AT}#{ORDER}",
}

EXAMPLES = {
    "GET /notices": Example(
        answer=Page("notices", StoredNotice), response={"notices": [NOTICE], "nextToken": None}
    ),
}
