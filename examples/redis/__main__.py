"""Prices that are read often and change rarely, in a cache that answers can do without."""

from pathlib import Path

import pulumi
import pulumi_aws as aws

from components.api.http_api import HttpApi, HttpApiArgs
from components.api.route import Route
from components.compute.function import Function, FunctionArgs
from components.compute.wheels import wheel_layer
from components.data.table import Table, TableArgs
from components.network.network import Network, NetworkArgs
from components.stores.redis import Redis, RedisArgs

network = Network("shop", NetworkArgs(zones=("eu-west-1a", "eu-west-1b")))
cache = Redis("prices", RedisArgs(network=network, user="prices-example"))
prices = Table("prices", TableArgs(key="itemId"))
client = aws.lambda_.LayerVersion(
    "redis", layer_name="redis", code=wheel_layer(Path("redis.lock"), "arm64")
)
get = Function(
    "get-price",
    FunctionArgs(
        handler="prices.handle",
        code="app",
        preset="api",
        layers=(client,),
        network=cache.clients,
        uses=(cache.connect("PRICES_CACHE"), prices.read("PRICES_TABLE")),
    ),
)
api = HttpApi("prices", HttpApiArgs(routes=(Route.get("/prices/{itemId}", get, public=True),)))

pulumi.export("url", api.url)
pulumi.export("table", prices.name)
