"""User pool: a Cognito directory of users, and the clients by which they sign in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import pulumi
import pulumi_aws as aws

from components.defaults import Defaults
from components.identity import oauth
from components.identity.clients import Client, TokenValidity, WebClient, check_domain
from components.identity.mail import PoolMail
from components.identity.resource_server import ResourceServer
from components.identity.triggers import Triggers

NO_TRIGGERS = Triggers()


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
    only administrators create users. A new address must be confirmed before it replaces the old."""

    email_names: bool = False
    """Whether users register and sign in by their email address in place of a name of their own.
    Cognito decides it when the pool is made: another value replaces the pool and its users."""

    mail: PoolMail | None = None
    """Who mail of the pool comes from; without it Cognito itself, which sends 50 a day."""

    password_sign_in: bool = False
    """Whether the client may send a user name and password as they are, for tests and command
    lines. Without it sign-in is by SRP, which never sends the password."""

    token_validity: TokenValidity | None = None
    """How long the tokens of the client are valid that signs in without the domain; without it
    Cognito's own: an hour, and 30 days to get new ones."""

    domain: str | None = None
    """Prefix of the domain where users of web clients sign in, ``<prefix>.auth.<region>
    .amazoncognito.com``, unique in the Region: up to 63 lower-case characters, digits and hyphens,
    without ``aws``, ``amazon`` and ``cognito``."""

    sign_in_page: WebClient | None = None
    """That the client which signs in by itself may send users to the page at the ``domain``, too:
    the same client, so that APIs take its tokens from either."""

    clients: Mapping[str, Client] = field(default_factory=dict)
    """Further clients by name: ``WebClient`` for sites and apps, ``MachineClient`` for programs
    without a user. They need a ``domain``, where their tokens come from."""

    resource_server: ResourceServer | None = None
    """The scopes that access tokens may have, which clients name."""

    triggers: Triggers = NO_TRIGGERS
    """Functions that Cognito asks before it registers a user or makes tokens."""

    threat_protection: Literal["OFF", "AUDIT", "ENFORCED"] = "OFF"
    """Whether Cognito rates each sign-in (``AUDIT``) and blocks those at risk and passwords known
    to be stolen (``ENFORCED``). It needs the plan Plus, which this sets and AWS charges for."""

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

        if self.domain is not None:
            check_domain(self.domain)
        if self.threat_protection not in ("OFF", "AUDIT", "ENFORCED"):
            raise ValueError(
                f"threat_protection must be OFF, AUDIT or ENFORCED, got {self.threat_protection}"
            )
        oauth.check(self.clients, self.resource_server, self.domain is not None)
        oauth.check_page(self.sign_in_page, self.resource_server, self.domain is not None)


class UserPool(pulumi.ComponentResource):
    """A user pool, its groups, one client without a secret that signs in by itself, further clients
    that sign in at the pool's domain, and the scopes of its tokens.

    Passwords have 12 characters or more: upper case, lower case and digits. ``Ann`` and ``ann`` are
    one user, except in a pool that was made before this was so: Cognito decides it at creation. No
    client says whether
    a user exists, and each can revoke its tokens. ``issuer`` and ``client_ids`` are what a JWT
    authorizer asks for; ``client_secrets`` are of machine clients, and secret in Pulumi's state.
    """

    id: pulumi.Output[str]
    arn: pulumi.Output[str]
    issuer: pulumi.Output[str]
    client_id: pulumi.Output[str]
    user_pool: aws.cognito.UserPool
    user_pool_client: aws.cognito.UserPoolClient
    user_groups: dict[str, aws.cognito.UserGroup]
    resource_server: aws.cognito.ResourceServer | None = None
    user_pool_domain: aws.cognito.UserPoolDomain | None = None
    sign_in_url: pulumi.Output[str] | None = None
    clients: dict[str, aws.cognito.UserPoolClient]
    client_ids: dict[str, pulumi.Output[str]]
    client_secrets: dict[str, pulumi.Output[str]]

    def __init__(
        self,
        name: str,
        args: UserPoolArgs = UserPoolArgs(),
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("platform:identity:UserPool", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)

        self.user_pool = self._pool(name, args)
        self.id, self.arn = self.user_pool.id, self.user_pool.arn
        args.triggers.allow(name, self.user_pool.arn, child)
        sign_in = ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
        if args.password_sign_in:
            sign_in.append("ALLOW_USER_PASSWORD_AUTH")
        server = args.resource_server
        if server is not None:
            self.resource_server = oauth.scopes(name, server, self.id, child)
        after = [] if self.resource_server is None else [self.resource_server]
        self.user_pool_client = oauth.own_client(
            name,
            self.id,
            sign_in,
            args.sign_in_page,
            args.token_validity,
            pulumi.ResourceOptions.merge(child, pulumi.ResourceOptions(depends_on=after)),
        )
        self.user_groups = {
            group: aws.cognito.UserGroup(
                f"{name}-{group}", name=group, user_pool_id=self.user_pool.id, opts=child
            )
            for group in args.groups
        }

        if args.domain is not None:
            self.user_pool_domain = oauth.domain(name, args.domain, self.id, child)
            self.sign_in_url = oauth.sign_in_url(args.domain, self.arn)
        self.clients = oauth.clients(name, args.clients, self.id, self.resource_server, child)

        self.client_id = self.user_pool_client.id
        self.issuer = pulumi.Output.concat("https://", self.user_pool.endpoint)
        self.client_ids = {key: client.id for key, client in self.clients.items()}
        self.client_secrets = oauth.secrets(args.clients, self.clients)
        self.register_outputs({"id": self.id, "clientId": self.client_id})

    def _pool(self, name: str, args: UserPoolArgs) -> aws.cognito.UserPool:
        keep, protects = args.defaults.keep_data, args.threat_protection != "OFF"
        add_ons: Any = {"advanced_security_mode": args.threat_protection}
        return aws.cognito.UserPool(
            f"{name}-pool",
            admin_create_user_config={"allow_admin_create_user_only": not args.self_sign_up},
            username_attributes=["email"] if args.email_names else None,
            auto_verified_attributes=["email"] if args.self_sign_up else None,
            account_recovery_setting=RECOVERY if args.self_sign_up else None,
            user_attribute_update_settings=CONFIRMED if args.self_sign_up else None,
            username_configuration={"case_sensitive": False},
            email_configuration=None if args.mail is None else args.mail.inputs(),
            mfa_configuration=args.mfa,
            software_token_mfa_configuration=(None if args.mfa == "OFF" else {"enabled": True}),
            password_policy=PASSWORDS,
            lambda_config=args.triggers.inputs(),
            user_pool_tier="PLUS" if protects else None,
            user_pool_add_ons=add_ons if protects else None,
            tags=args.defaults.tags,
            deletion_protection="ACTIVE" if keep else "INACTIVE",
            opts=pulumi.ResourceOptions(
                parent=self,
                protect=keep or None,
                # Of a pool that exists a change would replace it, with all of its users.
                ignore_changes=["usernameConfiguration"],
            ),
        )


PASSWORDS: Any = {
    "minimum_length": 12,
    "require_lowercase": True,
    "require_uppercase": True,
    "require_numbers": True,
    "require_symbols": False,
    "temporary_password_validity_days": 7,
}
CONFIRMED: Any = {"attributes_require_verification_before_updates": ["email"]}
RECOVERY: Any = {"recovery_mechanisms": [{"name": "verified_email", "priority": 1}]}
