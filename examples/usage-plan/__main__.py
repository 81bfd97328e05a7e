"""Weather: an API for partners' programs; a token says who calls, a key how often one may."""

import pulumi

from components.api.account_logs import account_logs
from components.api.caching import Cached
from components.api.rest_api import RestApi, RestApiArgs
from components.api.route import Route
from components.api.throttle import Throttle
from components.api.usage_plan import Quota, UsagePlan
from components.compute.function import Function, FunctionArgs
from components.identity.clients import MachineClient
from components.identity.resource_server import ResourceServer
from components.identity.user_pool import UserPool, UserPoolArgs

READ = "weather/read"

partners = UserPool(
    "partners",
    UserPoolArgs(
        domain="partners-of-the-weather",
        resource_server=ResourceServer(identifier="weather", scopes={"read": "Read forecasts"}),
        clients={"acme": MachineClient(scopes=(READ,))},
    ),
)
read = Function("read", FunctionArgs(handler="forecast.read", code="app", preset="api"))
forecasts = Route(
    method="GET", path="/forecasts/{city}", function=read, api_key=True, cached=Cached(ttl=300)
)
trial = UsagePlan(keys=("acme",), throttle=Throttle(rate=5, burst=10), quota=Quota(limit=1_000))
api = RestApi(
    "weather",
    RestApiArgs(
        routes=(forecasts,),
        user_pool=partners,
        scopes=(READ,),
        usage_plans={"trial": trial},
        after=(account_logs("api-logs"),),
    ),
)

pulumi.export("url", api.url)
pulumi.export("client", partners.client_ids["acme"])
