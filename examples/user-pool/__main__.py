"""Members: users who register themselves, a website where they sign in, and a nightly program."""

import pulumi

from components.compute.function import Function, FunctionArgs
from components.identity.clients import MachineClient, TokenValidity, WebClient
from components.identity.resource_server import ResourceServer
from components.identity.triggers import Triggers
from components.identity.user_pool import UserPool, UserPoolArgs


def trigger(name: str, handler: str) -> Function:
    return Function(name, FunctionArgs(handler=handler, code="app", preset="simple"))


members = UserPool(
    "members",
    UserPoolArgs(
        self_sign_up=True,
        groups=("staff",),
        password_sign_in=True,
        domain="members-of-the-library",
        resource_server=ResourceServer(identifier="library", scopes={"lend": "Lend books"}),
        clients={
            "web": WebClient(
                callback_urls=("https://library.example.com/signed-in",),
                logout_urls=("https://library.example.com/",),
                scopes=("library/lend",),
            ),
            "nightly": MachineClient(
                scopes=("library/lend",), validity=TokenValidity(access_minutes=5)
            ),
        },
        triggers=Triggers(
            pre_sign_up=trigger("check-sign-up", "triggers.check_sign_up"),
            pre_token=trigger("add-claims", "triggers.add_claims"),
        ),
    ),
)

pulumi.export("pool", members.id)
pulumi.export("client", members.client_id)
pulumi.export("web", members.client_ids["web"])
pulumi.export("signIn", members.sign_in_url)
