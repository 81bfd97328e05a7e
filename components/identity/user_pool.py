"""User pool: a Cognito directory of users, and a client by which they sign in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

import pulumi
import pulumi_aws as aws

from components.defaults import Defaults


@dataclass(frozen=True, kw_only=True)
class UserPoolArgs:
    """How users sign in, and what their tokens say."""

    mfa: Literal["OFF", "OPTIONAL", "ON"] = "OPTIONAL"
    """Whether users may (``OPTIONAL``) or must (``ON``) have a second factor, a code of an
    authenticator app."""

    groups: tuple[str, ...] = ()
    """Groups that users can be put in; a token names its user's in ``cognito:groups``. Without
    commas, brackets and spaces, with which API Gateway separates them."""

    self_sign_up: bool = False
    """Whether anybody may register, confirmed by a code sent to their email address; otherwise
    only administrators create users."""

    password_sign_in: bool = False
    """Whether the client may send a user name and password as they are, for tests and command
    lines. Without it sign-in is by SRP, which never sends the password."""

    defaults: Defaults = Defaults()
    """Stage defaults: tags, and ``keep_data`` for protection from deletion."""

    def __post_init__(self) -> None:
        if self.mfa not in ("OFF", "OPTIONAL", "ON"):
            raise ValueError(f"mfa must be OFF, OPTIONAL or ON, got {self.mfa}")
        if len(self.groups) != len(set(self.groups)):
            raise ValueError(f"groups must be named once each, got {', '.join(self.groups)}")
        for group in self.groups:
            if not re.fullmatch(r"[^\s,\[\]]{1,128}", group):
                raise ValueError(
                    "groups must have 1 to 128 characters without commas, brackets and spaces, "
                    f"with which API Gateway separates them, got {group!r}"
                )


class UserPool(pulumi.ComponentResource):
    """A user pool, one group each as named, and one client without a secret, for web and mobile.

    Passwords have 12 characters or more: upper case, lower case and digits. ``issuer`` and
    ``client_id`` are what a JWT authorizer asks for.
    """

    id: pulumi.Output[str]
    arn: pulumi.Output[str]
    issuer: pulumi.Output[str]
    client_id: pulumi.Output[str]
    user_pool: aws.cognito.UserPool
    user_pool_client: aws.cognito.UserPoolClient
    user_groups: dict[str, aws.cognito.UserGroup]

    def __init__(
        self,
        name: str,
        args: UserPoolArgs = UserPoolArgs(),
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("platform:identity:UserPool", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)
        keep = args.defaults.keep_data

        self.user_pool = aws.cognito.UserPool(
            f"{name}-pool",
            admin_create_user_config={"allow_admin_create_user_only": not args.self_sign_up},
            auto_verified_attributes=["email"] if args.self_sign_up else None,
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
            deletion_protection="ACTIVE" if keep else "INACTIVE",
            opts=pulumi.ResourceOptions(parent=self, protect=keep or None),
        )
        sign_in = ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
        if args.password_sign_in:
            sign_in.append("ALLOW_USER_PASSWORD_AUTH")
        self.user_pool_client = aws.cognito.UserPoolClient(
            f"{name}-client",
            user_pool_id=self.user_pool.id,
            generate_secret=False,
            explicit_auth_flows=sign_in,
            prevent_user_existence_errors="ENABLED",
            opts=child,
        )
        self.user_groups = {
            group: aws.cognito.UserGroup(
                f"{name}-{group}", name=group, user_pool_id=self.user_pool.id, opts=child
            )
            for group in args.groups
        }

        self.id, self.arn = self.user_pool.id, self.user_pool.arn
        self.client_id = self.user_pool_client.id
        self.issuer = pulumi.Output.concat("https://", self.user_pool.endpoint)
        self.register_outputs({"id": self.id, "clientId": self.client_id})
