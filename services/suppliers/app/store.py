"""The database of the suppliers and its cache, and the only code that accesses them."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Any

from contracts.suppliers import OfferView
from runtime.environment import environment
from runtime.postgres.database import Database
from runtime.redis.shared_cache import SharedCache
from services.suppliers.app.domain import FRESH_SECONDS, LISTED, Offer, Supplier

if TYPE_CHECKING:
    from runtime.postgres.connection import Connection

# Each is run once, in this order; a step that is deployed is never changed.
STEPS = (
    """
    CREATE TABLE suppliers (
        supplier_id text PRIMARY KEY,
        name text NOT NULL UNIQUE,
        country text NOT NULL,
        lead_days integer NOT NULL
    )
    """,
    """
    CREATE TABLE offers (
        supplier_id text NOT NULL REFERENCES suppliers,
        item_id text NOT NULL,
        price_cents bigint NOT NULL,
        minimum_units integer NOT NULL,
        PRIMARY KEY (supplier_id, item_id)
    )
    """,
    "CREATE INDEX offers_by_price ON offers (item_id, price_cents)",
)

CREATE = """
INSERT INTO suppliers (supplier_id, name, country, lead_days)
VALUES (%(supplier_id)s, %(name)s, %(country)s, %(lead_days)s)
ON CONFLICT (name) DO NOTHING
"""
PUT = """
INSERT INTO offers (supplier_id, item_id, price_cents, minimum_units)
SELECT supplier_id, %(item_id)s, %(price_cents)s, %(minimum_units)s
FROM suppliers WHERE supplier_id = %(supplier_id)s
ON CONFLICT (supplier_id, item_id) DO UPDATE
SET price_cents = excluded.price_cents, minimum_units = excluded.minimum_units
"""
LIST = """
SELECT supplier_id, name, lead_days, price_cents, minimum_units
FROM offers JOIN suppliers USING (supplier_id)
WHERE item_id = %(item_id)s
ORDER BY price_cents, lead_days, name
LIMIT %(listed)s
"""

database = Database(environment("SUPPLIERS_DATABASE"), STEPS)
# Of stages without a cache every answer is of the database.
offers = SharedCache(environment("OFFERS_CACHE", ""), "offers", FRESH_SECONDS)


def create(supplier: Supplier) -> bool:
    """Store a new supplier; False if another has its name."""
    return database.run(partial(_create, supplier))


def put(offer: Offer) -> bool:
    """Store an offer in the place of the one before; False if there is no such supplier."""
    stored = database.run(partial(_put, offer))
    offers.delete(offer.item_id)
    return stored


def offers_of(item_id: str) -> tuple[OfferView, ...]:
    """The offers of an item with their suppliers, cheapest first, at most ``LISTED``; with a cache
    they may be as they were a minute ago.
    """
    rows = offers.get(item_id, lambda: database.run(partial(_rows_of, item_id)))
    return tuple(OfferView(**row) for row in rows)


def _create(supplier: Supplier, connection: Connection) -> bool:
    return connection.execute(CREATE, asdict(supplier)).rowcount == 1


def _put(offer: Offer, connection: Connection) -> bool:
    return connection.execute(PUT, asdict(offer)).rowcount == 1


def _rows_of(item_id: str, connection: Connection) -> list[dict[str, Any]]:
    return connection.execute(LIST, {"item_id": item_id, "listed": LISTED}).fetchall()
