"""Identity pool: AWS credentials for the signed-in users of a user pool, for a while."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.access import Access, policy, statements
from components.defaults import Defaults
from components.references import AnyBucket, BucketRef
from components.roles import role_for

SERVICE = "cognito-identity.amazonaws.com"
# The identity of who has the credentials, which IAM fills in with each request.
IDENTITY = "${" + SERVICE + ":sub}"
SIGNED_IN = "authenticated"


@dataclass(frozen=True, kw_only=True)
class UserFolder:
    """A folder of a bucket for each identity, of which no other one sees anything.

    Raises ``ValueError`` for a prefix that another identity's folder could begin with.
    """

    bucket: AnyBucket
    """The bucket: ours, ``aws.s3.Bucket``, or its ARN."""

    prefix: str = "users"
    """Where the folders are: ``users`` makes ``users/<identity id>/``."""

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[\w-]+(/[\w-]+)*", self.prefix, re.ASCII):
            raise ValueError(
                "prefix must be names of ASCII characters, digits, _ and - joined by slashes, got "
                f"{self.prefix!r}"
            )

    def accesses(self) -> tuple[Access, ...]:
        """Reading and writing below the identity's own folder, and the list of what is there."""
        bucket = BucketRef.of(self.bucket)
        objects = pulumi.Output.concat(bucket.arn, f"/{self.prefix}/{IDENTITY}/*")
        return (
            Access(
                actions=("s3:GetObject", "s3:PutObject", "s3:DeleteObject"),
                resources=(objects,),
                key=bucket.key_arn,
            ),
            Access(
                actions=("s3:ListBucket",),
                resources=(bucket.arn,),
                condition={"StringLike": {"s3:prefix": [f"{self.prefix}/{IDENTITY}/*"]}},
            ),
        )


@dataclass(frozen=True, kw_only=True)
class IdentityPoolArgs:
    """Whose users get credentials, and what these allow.

    Raises ``ValueError`` if they would allow nothing.
    """

    issuer: pulumi.Input[str]
    """Issuer of the users' tokens, as a user pool's ``issuer``."""

    client_ids: tuple[pulumi.Input[str], ...]
    """The clients whose ID tokens are exchanged for credentials; at least one."""

    folders: tuple[UserFolder, ...] = ()
    """Folders of buckets, one for each identity."""

    uses: tuple[Access, ...] = ()
    """Further grants, the same for every signed-in user."""

    defaults: Defaults = Defaults()
    """Stage defaults: tags."""

    def __post_init__(self) -> None:
        if not self.client_ids:
            raise ValueError("client_ids must name at least one client, got none")
        if not self.folders and not self.uses:
            raise ValueError("folders or uses must allow something, got neither")


class IdentityPool(pulumi.ComponentResource):
    """An identity pool with one role, for users who have signed in; guests get nothing.

    The role can be assumed by identities of this pool alone, and by those who have signed in. The
    server checks that a token has not been revoked. Clients use the enhanced flow: they name no
    role themselves.
    """

    id: pulumi.Output[str]
    arn: pulumi.Output[str]
    identity_pool: aws.cognito.IdentityPool
    role: aws.iam.Role
    role_policy: aws.iam.RolePolicy
    role_attachment: aws.cognito.IdentityPoolRoleAttachment

    def __init__(
        self, name: str, args: IdentityPoolArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:identity:IdentityPool", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)

        provider = pulumi.Output.from_input(args.issuer).apply(provider_of)
        self.identity_pool = aws.cognito.IdentityPool(
            f"{name}-pool",
            identity_pool_name=name,
            allow_unauthenticated_identities=False,
            allow_classic_flow=False,
            cognito_identity_providers=[
                {
                    "client_id": client,
                    "provider_name": provider,
                    "server_side_token_check": True,
                }
                for client in args.client_ids
            ],
            tags=args.defaults.tags,
            opts=child,
        )
        self.role = role_for(
            f"{name}-role", policy(trust(self.identity_pool.id)), args.defaults, child
        )
        folders = [access for folder in args.folders for access in folder.accesses()]
        self.role_policy = aws.iam.RolePolicy(
            f"{name}-permissions",
            role=self.role.id,
            policy=policy(*statements(*folders, *args.uses)),
            opts=child,
        )
        self.role_attachment = aws.cognito.IdentityPoolRoleAttachment(
            f"{name}-roles",
            identity_pool_id=self.identity_pool.id,
            roles={SIGNED_IN: self.role.arn},
            opts=child,
        )

        self.id, self.arn = self.identity_pool.id, self.identity_pool.arn
        self.register_outputs({"id": self.id})


def trust(pool: pulumi.Output[str]) -> dict[str, Any]:
    """The statement that lets signed-in identities of one pool assume a role."""
    return {
        "Effect": "Allow",
        "Principal": {"Federated": SERVICE},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {
            "StringEquals": {f"{SERVICE}:aud": pool},
            "ForAnyValue:StringLike": {f"{SERVICE}:amr": SIGNED_IN},
        },
    }


def provider_of(issuer: str) -> str:
    """The name of a user pool as a provider: its issuer without ``https://``."""
    return issuer.removeprefix("https://")
