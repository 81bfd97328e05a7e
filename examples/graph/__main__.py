"""Friends of friends: relations are followed many steps far in a graph database."""

import pulumi

from components.api.http_api import HttpApi, HttpApiArgs
from components.api.route import Route
from components.compute.function import Function, FunctionArgs
from components.network.network import Network, NetworkArgs
from components.stores.graph import Graph, GraphArgs

network = Network("friends", NetworkArgs(zones=("eu-west-1a", "eu-west-1b")))
graph = Graph("friends", GraphArgs(network=network))


def function(handler, grant):
    return Function(
        handler,
        FunctionArgs(
            handler=f"friends.{handler}",
            code="app",
            preset="api",
            network=graph.clients,
            uses=(grant,),
        ),
    )


befriend = function("befriend", graph.read_write("FRIENDS"))
suggest = function("suggest", graph.read("FRIENDS"))
routes = (
    Route.put("/people/{person}/friends/{friend}", befriend, public=True),
    Route.get("/people/{person}/suggestions", suggest, public=True),
)
api = HttpApi("friends", HttpApiArgs(routes=routes))
pulumi.export("url", api.url)
