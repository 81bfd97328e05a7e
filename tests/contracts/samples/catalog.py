"""One of each event of catalog, held against the schemas on record."""

from __future__ import annotations

from contracts.catalog import ItemChanged, ItemCreated, ItemRemoved, ItemsImported

EVENTS = (
    ItemCreated(item_id="disc", name="A disc", price_cents=1500),
    ItemChanged(item_id="disc", name="A disc", price_cents=1400, former_price_cents=1500),
    ItemRemoved(item_id="disc", name="A disc"),
    ItemsImported(import_id="run", loaded=2, rejected=1),
)
