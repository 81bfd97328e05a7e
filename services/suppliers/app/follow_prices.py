"""Runs in a container: follows the price feed of the suppliers, and stores each offer.

The feed is lines of JSON over HTTPS, a ``FeedOffer`` each, on a connection that stays open: first
all offers as they are, then each that changes, and an empty line when nothing does for a while. So
whatever was missed is there again after a new connection.
"""

from __future__ import annotations

import json
import signal
import threading
from collections.abc import Callable
from http.client import HTTPException, HTTPResponse
from urllib.request import urlopen

from contracts.codec import decode
from contracts.suppliers import FeedOffer
from runtime.environment import environment
from runtime.http_errors import ServiceUnavailable
from runtime.observability import count, logger
from services.suppliers.app import store
from services.suppliers.app.domain import Offer

FEED = environment("PRICE_FEED")

# A feed that says nothing for so long, not even an empty line, is connected to again.
SILENT_SECONDS = 30
# The longest delay before that.
LONGEST_DELAY_SECONDS = 60
# Bytes; what is longer is no offer.
LONGEST_LINE = 4096
# Lines that are no offer of a known supplier; an alarm of the service.
OFFERS_REJECTED = "OffersRejected"


def main() -> None:
    """Follow the feed until ECS ends the task."""
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    follow(FEED, ended)


def follow(url: str, ended: threading.Event, open_: Callable[..., HTTPResponse] = urlopen) -> None:
    """Store what the feed sends, over one connection after another, until ``ended`` is set."""
    failures = 0
    while not ended.is_set():
        try:
            with open_(url, timeout=SILENT_SECONDS) as feed:
                while not ended.is_set() and (line := feed.readline(LONGEST_LINE)):
                    store_line(line)
                    failures = 0
        except (OSError, HTTPException, ServiceUnavailable) as error:
            logger.warning("the price feed is connected to again", extra={"reason": str(error)})
        failures += 1
        ended.wait(min(LONGEST_DELAY_SECONDS, 2**failures))


def store_line(line: bytes) -> None:
    """Store the offer in a line; one that is none, or of no known supplier, is counted."""
    if not line.strip():
        return
    try:
        sent = decode(FeedOffer, json.loads(line))
    except ValueError as error:
        _reject(str(error))
        return
    offer = Offer(
        supplier_id=sent.supplier_id,
        item_id=sent.item_id,
        price_cents=sent.price_cents,
        minimum_units=sent.minimum_units,
    )
    if not store.put(offer):
        _reject(f"there is no supplier {offer.supplier_id}")


def _reject(reason: str) -> None:
    count(OFFERS_REJECTED)
    logger.warning("a line of the price feed is rejected", extra={"reason": reason})


if __name__ == "__main__":
    main()
