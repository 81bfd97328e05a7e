"""User pool: who may sign in, and with what proof."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pulumi
import pulumi_aws as aws

from components.defaults import Defaults


@dataclass(frozen=True, kw_only=True)
class UserPoolArgs:
    """``groups`` are the roles a token may carry; ``password_sign_in`` admits plain passwords,
    which only tests and laptops need: people sign in with SRP.
    """

    mfa: Literal["OFF", "OPTIONAL", "ON"] = "OPTIONAL"
    groups: tuple[str, ...] = ()
    password_sign_in: bool = False
    defaults: Defaults = Defaults()


class UserPool(pulumi.ComponentResource):
    """A Cognito pool and one client without a secret, for web and mobile front ends."""

    id: pulumi.Output[str]
    arn: pulumi.Output[str]
    issuer: pulumi.Output[str]
    client_id: pulumi.Output[str]

    def __init__(
        self,
        name: str,
        args: UserPoolArgs = UserPoolArgs(),
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("platform:identity:UserPool", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)

        pool = aws.cognito.UserPool(
            f"{name}-pool",
            # Who may register, and how they prove who they are, is for the service that owns users.
            admin_create_user_config={"allow_admin_create_user_only": True},
            mfa_configuration=args.mfa,
            software_token_mfa_configuration=(None if args.mfa == "OFF" else {"enabled": True}),
            password_policy={
                "minimum_length": 12,
                "require_lowercase": True,
                "require_uppercase": True,
                "require_numbers": True,
                "require_symbols": False,
                "temporary_password_validity_days": 7,
            },
            tags=args.defaults.tags,
            deletion_protection="ACTIVE" if args.defaults.keep_data else "INACTIVE",
            opts=pulumi.ResourceOptions(parent=self, protect=args.defaults.keep_data or None),
        )
        sign_in = ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
        if args.password_sign_in:
            sign_in.append("ALLOW_USER_PASSWORD_AUTH")
        client = aws.cognito.UserPoolClient(
            f"{name}-client",
            user_pool_id=pool.id,
            generate_secret=False,
            explicit_auth_flows=sign_in,
            prevent_user_existence_errors="ENABLED",
            opts=child,
        )
        for group in args.groups:
            aws.cognito.UserGroup(f"{name}-{group}", name=group, user_pool_id=pool.id, opts=child)

        self.id, self.arn, self.client_id = pool.id, pool.arn, client.id
        self.issuer = pulumi.Output.concat("https://", pool.endpoint)
        self.register_outputs({"id": self.id, "clientId": self.client_id})
