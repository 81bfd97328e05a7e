"""SES: the identities in whose name mail is sent."""

from __future__ import annotations

from local.provider import shapes, tags
from local.provider.cloud import Cloud
from local.provider.resource import Change, ResourceType
from local.provider.resource_types.events import tagged
from local.provider.wire import Props


def create_identity(cloud: Cloud, props: Props) -> str:
    asked = {"emailIdentity": props["emailIdentity"], **tagged(props)}
    shapes.call(cloud.client("sesv2"), "CreateEmailIdentity", asked)
    return str(props["emailIdentity"])


def read_identity(cloud: Cloud, identity: str, props: Props) -> Props:
    """No confirmation is needed here: an identity may send at once."""
    seen = cloud.client("sesv2").get_email_identity(EmailIdentity=identity)
    verified = seen["VerifiedForSendingStatus"]
    return {
        "emailIdentity": identity,
        "arn": arn_of(cloud, identity),
        "identityType": seen["IdentityType"],
        "verificationStatus": "SUCCESS" if verified else "PENDING",
        "verifiedForSendingStatus": verified,
    }


def arn_of(cloud: Cloud, identity: str) -> str:
    return cloud.arn("ses", f"identity/{identity}")


def retag_identity(cloud: Cloud, identity: str, change: Change) -> None:
    tags.retag(cloud.client("sesv2"), arn_of(cloud, identity), change)


TYPES = (
    ResourceType(
        token="aws:sesv2/emailIdentity:EmailIdentity",
        inputs=frozenset({"emailIdentity"}),
        required=frozenset({"emailIdentity"}),
        outputs=frozenset(
            {"arn", "identityType", "verificationStatus", "verifiedForSendingStatus"}
        ),
        replace_on=frozenset({"emailIdentity"}),
        taggable=True,
        create=create_identity,
        find=lambda cloud, identity: str(identity["emailIdentity"]),
        read=read_identity,
        update=retag_identity,
        delete=lambda cloud, identity, props: cloud.client("sesv2").delete_email_identity(
            EmailIdentity=identity
        ),
    ),
)
