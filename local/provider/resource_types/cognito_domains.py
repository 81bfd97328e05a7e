"""Cognito: a pool's domain, and the scopes of its resource servers."""

from __future__ import annotations

from local.provider.cloud import Cloud
from local.provider.resource import Change, ResourceType
from local.provider.shapes import call, to_properties
from local.provider.wire import Props

SCOPE_WORDS = {"scopes.scopeName": "ScopeName", "scopes.scopeDescription": "ScopeDescription"}


def create_domain(cloud: Cloud, props: Props) -> str:
    said = {name: props[name] for name in DOMAIN if name in props}
    call(cloud.client("cognito-idp"), "CreateUserPoolDomain", said)
    return str(props["domain"])


def read_domain(cloud: Cloud, domain: str, props: Props) -> Props | None:
    """An unknown domain is an empty answer."""
    found = cloud.client("cognito-idp").describe_user_pool_domain(Domain=domain)[
        "DomainDescription"
    ]
    if not found:
        return None
    return {
        "awsAccountId": found["AWSAccountId"],
        "cloudfrontDistribution": found["CloudFrontDistribution"],
        "cloudfrontDistributionArn": found["CloudFrontDistribution"],
        # Every distribution is in this zone: it has no API.
        "cloudfrontDistributionZoneId": "Z2FDTNDATAQYW2",
        "domain": found["Domain"],
        "managedLoginVersion": found["ManagedLoginVersion"],
        "s3Bucket": found["S3Bucket"],
        "userPoolId": found["UserPoolId"],
        "version": found["Version"],
    }


def update_domain(cloud: Cloud, domain: str, change: Change) -> None:
    said = {name: change.new[name] for name in DOMAIN if name in change.new}
    call(cloud.client("cognito-idp"), "UpdateUserPoolDomain", said)


def delete_domain(cloud: Cloud, domain: str, props: Props) -> None:
    cloud.client("cognito-idp").delete_user_pool_domain(
        Domain=domain, UserPoolId=props["userPoolId"]
    )


def create_server(cloud: Cloud, props: Props) -> str:
    said = {name: props[name] for name in SERVER if name in props}
    call(cloud.client("cognito-idp"), "CreateResourceServer", said, SCOPE_WORDS)
    return f"{props['userPoolId']}|{props['identifier']}"


def server(id_: str) -> dict[str, str]:
    pool, _, identifier = id_.partition("|")
    return {"UserPoolId": pool, "Identifier": identifier}


def read_server(cloud: Cloud, id_: str, props: Props) -> Props:
    found = cloud.client("cognito-idp").describe_resource_server(**server(id_))["ResourceServer"]
    seen = to_properties(found)
    names = [f"{found['Identifier']}/{scope['ScopeName']}" for scope in found.get("Scopes", [])]
    given = {name: seen[name] for name in SERVER if seen.get(name)}
    return given | {"scopeIdentifiers": names}


def update_server(cloud: Cloud, id_: str, change: Change) -> None:
    given = {name: change.new[name] for name in SERVER if name in change.new}
    said = {"name": server(id_)["Identifier"], "scopes": [], **given}
    call(cloud.client("cognito-idp"), "UpdateResourceServer", said, SCOPE_WORDS)


def delete_server(cloud: Cloud, id_: str, props: Props) -> None:
    cloud.client("cognito-idp").delete_resource_server(**server(id_))


DOMAIN = frozenset({"domain", "managedLoginVersion", "userPoolId"})
SERVER = frozenset({"identifier", "name", "scopes", "userPoolId"})

TYPES = (
    ResourceType(
        token="aws:cognito/userPoolDomain:UserPoolDomain",
        inputs=DOMAIN,
        required=frozenset({"domain", "userPoolId"}),
        outputs=frozenset(
            {
                "awsAccountId",
                "cloudfrontDistribution",
                "cloudfrontDistributionArn",
                "cloudfrontDistributionZoneId",
                "s3Bucket",
                "version",
            }
        ),
        defaults={"managedLoginVersion": 1},
        replace_on=frozenset({"domain", "userPoolId"}),
        create=create_domain,
        find=lambda cloud, identity: str(identity["domain"]),
        read=read_domain,
        update=update_domain,
        delete=delete_domain,
    ),
    ResourceType(
        token="aws:cognito/resourceServer:ResourceServer",
        inputs=SERVER,
        required=frozenset({"identifier", "userPoolId"}),
        outputs=frozenset({"scopeIdentifiers"}),
        replace_on=frozenset({"identifier", "userPoolId"}),
        unordered=frozenset({"scopes"}),
        create=create_server,
        find=lambda cloud, identity: f"{identity['userPoolId']}|{identity['identifier']}",
        read=read_server,
        update=update_server,
        delete=delete_server,
    ),
)
