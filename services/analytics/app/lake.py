"""The purchases of the data lake: their columns, and where their objects are."""

from __future__ import annotations

from contracts.columns import columns_of
from contracts.orders import OrderConfirmed

# A row is the data of the event; it may be there twice, since events arrive at least once.
COLUMNS = columns_of(OrderConfirmed)

TABLE = "purchases"
INCOMING, FILES, ERRORS = f"incoming/{TABLE}/", f"{TABLE}/", f"errors/{TABLE}/"
