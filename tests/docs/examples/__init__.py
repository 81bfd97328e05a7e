"""One request and its response for each route, as docs/http-api.md shows them, a file a service.

Bodies are instances of their contracts, so they are valid. Responses are compared with those of a
deployed local stage, field by field (tests/local/stage/test_http_api.py).
"""

from __future__ import annotations

from importlib import import_module

from settings import OPTIONAL_SERVICES, SERVICES
from tests.docs.examples.example import Example

# What is sold, what there is of it, and an order: in this order a reader tries them, and a test
# runs them. The others follow by name.
FIRST = ("catalog", "inventory", "orders", "payments", "shipping")


def _of(service: str) -> dict[str, Example]:
    """The examples of a service by route; none if it has no file here."""
    try:
        module = import_module(f"{__name__}.{service}")
    except ModuleNotFoundError:
        return {}
    return dict(module.EXAMPLES)


# By service, then by route.
EXAMPLES: dict[str, dict[str, Example]] = {
    name: _of(name) for name in (*FIRST, *sorted({*SERVICES, *OPTIONAL_SERVICES} - set(FIRST)))
}
