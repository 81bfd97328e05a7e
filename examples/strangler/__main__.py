"""The first stage of a migration: the catalog has moved, the old shop answers the rest."""

import pulumi

from components.api.http_api import HttpApi, HttpApiArgs
from components.api.route import Route
from components.compute.function import Function, FunctionArgs
from components.data.table import Table, TableArgs
from components.defaults import Defaults

defaults = Defaults(throttle_rate=20, throttle_burst=40)
args = {"code": "app", "preset": "api", "defaults": defaults}


def old_shop() -> pulumi.Output[str]:
    """A stand-in for the monolith: one function behind every route of the shop."""
    shop = Function("old-shop", FunctionArgs(handler="old_shop.handle", **args))
    routes = tuple(Route.get(path, shop, public=True) for path in ("/items/{id}", "/orders/{id}"))
    return HttpApi("old-shop", HttpApiArgs(routes=routes, defaults=defaults)).url


old_system = pulumi.Config().get("oldSystem") or old_shop()
items = Table("items", TableArgs(key="id", defaults=defaults))
reads = FunctionArgs(handler="get_item.handle", uses=(items.read("ITEMS_TABLE"),), **args)
get_item = Function("get-item", reads)
writes = FunctionArgs(handler="put_item.handle", uses=(items.write("ITEMS_TABLE"),), **args)
put_item = Function("put-item", writes)
routes = (
    Route.get("/items/{id}", get_item, public=True),
    Route.put("/items/{id}", put_item, public=True),
)
api = HttpApi("shop", HttpApiArgs(routes=routes, old_system=old_system, defaults=defaults))

pulumi.export("url", api.url)
pulumi.export("oldUrl", old_system)
