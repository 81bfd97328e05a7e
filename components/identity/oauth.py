"""OAuth: a user pool's domain, scopes, and the clients that get tokens there (OAuth 2.0)."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from components.identity.clients import Client, MachineClient, TokenValidity, WebClient
from components.identity.resource_server import ResourceServer

CLIENT_NAME = r"[a-z][a-z0-9-]{0,31}"


def check(clients: Mapping[str, Client], server: ResourceServer | None, has_domain: bool) -> None:
    """Raise ``ValueError`` for a client whose tokens would come from nowhere, or with scopes that
    the pool does not have.
    """
    known = () if server is None else server.full_names()
    for name, client in clients.items():
        if not re.fullmatch(CLIENT_NAME, name):
            raise ValueError(
                "clients must be named by 1 to 32 lower-case characters, digits and hyphens, "
                f"got {name}"
            )
        if not has_domain:
            raise ValueError(f"clients need a domain, where tokens come from; {name} has none")
        _check_scopes(f"client {name}", client, known)


def check_page(page: WebClient | None, server: ResourceServer | None, has_domain: bool) -> None:
    """Raise ``ValueError`` for a sign-in page without a domain, where it would be, or with scopes
    that the pool does not have.
    """
    if page is None:
        return
    if not has_domain:
        raise ValueError("sign_in_page needs a domain, where the page is")
    _check_scopes("sign_in_page", page, () if server is None else server.full_names())


def _check_scopes(where: str, client: Client, known: tuple[str, ...]) -> None:
    if unknown := client.unknown_scopes(known):
        raise ValueError(
            f"scopes of {where} must be of the resource server "
            f"({', '.join(known) or 'none'}), got {', '.join(unknown)}"
        )


def own_client(
    name: str,
    pool: pulumi.Output[str],
    flows: list[str],
    page: WebClient | None,
    validity: TokenValidity | None,
    opts: pulumi.ResourceOptions,
) -> aws.cognito.UserPoolClient:
    """The client without a secret that signs in by these flows, and at the page if there is one."""
    return aws.cognito.UserPoolClient(
        f"{name}-client",
        user_pool_id=pool,
        generate_secret=False,
        explicit_auth_flows=flows,
        prevent_user_existence_errors="ENABLED",
        opts=opts,
        **({} if page is None else page.page()),
        **({} if validity is None else validity.inputs()),
    )


def scopes(
    name: str, server: ResourceServer, pool: pulumi.Output[str], opts: pulumi.ResourceOptions
) -> aws.cognito.ResourceServer:
    """The resource server of a pool."""
    return aws.cognito.ResourceServer(
        f"{name}-scopes",
        user_pool_id=pool,
        identifier=server.identifier,
        name=server.identifier,
        scopes=[
            {"scope_name": scope, "scope_description": meaning}
            for scope, meaning in server.scopes.items()
        ],
        opts=opts,
    )


def domain(
    name: str, prefix: str, pool: pulumi.Output[str], opts: pulumi.ResourceOptions
) -> aws.cognito.UserPoolDomain:
    """The domain of a pool, by its prefix."""
    return aws.cognito.UserPoolDomain(f"{name}-domain", domain=prefix, user_pool_id=pool, opts=opts)


def sign_in_url(prefix: str, pool_arn: pulumi.Output[str]) -> pulumi.Output[str]:
    """The URL of a domain, below which are ``/oauth2/authorize`` and ``/oauth2/token``."""
    region = pool_arn.apply(region_of)
    return pulumi.Output.concat("https://", prefix, ".auth.", region, ".amazoncognito.com")


def region_of(arn: str) -> str:
    """The Region in the ARN of a user pool."""
    return arn.split(":")[3]


def clients(
    name: str,
    given: Mapping[str, Client],
    pool: pulumi.Output[str],
    server: aws.cognito.ResourceServer | None,
    opts: pulumi.ResourceOptions,
) -> dict[str, aws.cognito.UserPoolClient]:
    """The clients by name; Cognito refuses one whose scopes do not exist yet."""
    after = pulumi.ResourceOptions(
        depends_on=[] if server is None else [server],
        additional_secret_outputs=["client_secret"],
    )
    return {
        key: aws.cognito.UserPoolClient(
            f"{name}-client-{key}",
            user_pool_id=pool,
            prevent_user_existence_errors="ENABLED",
            enable_token_revocation=True,
            opts=pulumi.ResourceOptions.merge(opts, after),
            **client.inputs(),
        )
        for key, client in given.items()
    }


def secrets(
    given: Mapping[str, Client], made: Mapping[str, aws.cognito.UserPoolClient]
) -> dict[str, pulumi.Output[str]]:
    """The secrets of machine clients, by the client's name."""
    return {
        key: pulumi.Output.secret(made[key].client_secret)
        for key, client in given.items()
        if isinstance(client, MachineClient)
    }
