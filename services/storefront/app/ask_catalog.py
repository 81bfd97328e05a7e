"""Products, of the catalog."""

from __future__ import annotations

from typing import Any

from contracts.field_types import ItemId
from runtime.cache import Cache
from runtime.clients.services import get_as
from runtime.graphql.field import Field
from runtime.graphql.handler import field_handler
from runtime.http_errors import NotFound
from services.storefront.app.paging import page_of
from services.storefront.app.views import product, product_page

# By item id, for the lines of orders, which often name the same; as long as orders keeps prices.
cache = Cache[dict[str, Any]](size=10_000, seconds=60)


def products(field: Field) -> dict[str, Any]:
    """A page of all products."""
    return product_page(get_as(field.token, "catalog", "/items", page_of(field)))


def product_by_id(field: Field) -> dict[str, Any]:
    """One product; ``NotFound`` if the catalog does not have it."""
    return _product(field, field.argument(ItemId, "id"))


def product_of_line(field: Field) -> dict[str, Any] | None:
    """The product of an order's line, at most a minute old; None if it is no longer sold."""
    item_id: str = field.source["itemId"]
    if (found := cache.get(item_id)) is not None:
        return found
    try:
        found = _product(field, item_id)
    except NotFound:
        return None
    cache.put(item_id, found)
    return found


def _product(field: Field, item_id: str) -> dict[str, Any]:
    return product(get_as(field.token, "catalog", f"/items/{item_id}"))


handle = field_handler(
    {
        "Query.products": products,
        "Query.product": product_by_id,
        "OrderLine.product": product_of_line,
    }
)
