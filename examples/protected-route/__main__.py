"""Club: a REST API that only members may call; a function decides who is one."""

import pulumi

from components.api.account_logs import account_logs
from components.api.rest_api import RestApi, RestApiArgs
from components.api.rest_authorizer import TokenAuthorizer
from components.api.route import Route
from components.compute.function import Function, FunctionArgs
from components.identity.user_pool import UserPool, UserPoolArgs

members = UserPool("members", UserPoolArgs(self_sign_up=True, password_sign_in=True))
check = Function(
    "check-member",
    FunctionArgs(
        handler="members.check",
        code="app",
        preset="api",
        environment={"CLIENT_ID": members.client_id},
    ),
)
greet = Function("greet-member", FunctionArgs(handler="members.greet", code="app", preset="api"))
api = RestApi(
    "club",
    RestApiArgs(
        routes=(Route.get("/protected", greet),),
        authorizer=TokenAuthorizer(function=check),
        after=(account_logs("api-logs"),),
    ),
)

pulumi.export("url", api.url)
pulumi.export("pool", members.id)
pulumi.export("client", members.client_id)
