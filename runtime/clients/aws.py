"""AWS clients: one for each service, created when it is first needed, then reused."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial
from typing import Any

# What a session of an assumed role is called, in the account's trail.
SESSION = "function"

CONNECT_SECONDS, READ_SECONDS, ATTEMPTS = 2, 5, 3
# How long a signed request to connect is taken as a password: the most that AWS allows.
TOKEN_SECONDS = 900


def client(service: str, endpoint: str | None = None) -> Any:
    """The boto3 client of a service; the first call imports boto3, not the function's start.

    ``endpoint`` is the URL of a service that has one for each of its resources, such as a stage of
    a WebSocket API.
    """
    return _client(service, endpoint)


@cache
def _client(service: str, endpoint: str | None) -> Any:
    import boto3
    from botocore.config import Config

    return boto3.client(
        service,
        endpoint_url=endpoint,
        config=Config(
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
            tcp_keepalive=True,
            # Else URLs and forms for uploads are signed in the old way where the endpoint is given.
            signature_version="s3v4" if service == "s3" else None,
        ),
    )


def error_code(error: BaseException) -> str:
    """The AWS error code of an exception; empty if it is not from a client."""
    response = getattr(error, "response", None) or {}
    return str(response.get("Error", {}).get("Code", ""))


def database_token(host: str, port: int, user: str) -> str:
    """What a database of RDS takes as the password of a user: a signed request to connect.

    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html
    """
    return _signed("rds-db", f"https://{host}:{port}/?Action=connect&DBUser={user}")


def cache_token(cache: str, user: str) -> str:
    """What a serverless cache of ElastiCache takes as the password of a user.

    https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html
    """
    asked = f"Action=connect&User={user}&ResourceType=ServerlessCache"
    return _signed("elasticache", f"http://{cache}/?{asked}")


def certificates() -> str:
    """The file with the certificates of authorities, AWS's own included, that boto3 brings."""
    from botocore.httpsession import get_cert_path

    return str(get_cert_path(True))


def _signed(service: str, url: str) -> str:
    """A URL without its scheme, with the signature of the function's role in its query."""
    import boto3
    from botocore.model import ServiceId
    from botocore.signers import RequestSigner

    session = boto3.Session()
    region, credentials = session.region_name, session.get_credentials()
    signer = RequestSigner(ServiceId(service), region, service, "v4", credentials, session.events)
    request = {"method": "GET", "url": url, "body": {}, "headers": {}, "context": {}}
    signed = signer.generate_presigned_url(
        request, operation_name="", expires_in=TOKEN_SECONDS, region_name=region
    )
    return str(signed).partition("://")[2]


def signed(
    method: str, url: str, content: bytes, headers: Mapping[str, str], service: str, role: str
) -> dict[str, str]:
    """The headers of a request to a service that boto3 does not call, with its signature by a role
    that the function may assume.
    """
    from botocore.auth import SigV4Auth
    from botocore.awsrequest import AWSRequest

    request = AWSRequest(method=method, url=url, data=content, headers=dict(headers))
    region = client("sts").meta.region_name
    SigV4Auth(_credentials_of(role).get_frozen_credentials(), service, region).add_auth(request)
    return dict(request.headers.items())


@cache
def _credentials_of(role: str) -> Any:
    """The credentials of a role, which are renewed before they expire."""
    from botocore.credentials import RefreshableCredentials

    return RefreshableCredentials.create_from_metadata(
        metadata=_assumed(role), refresh_using=partial(_assumed, role), method="sts-assume-role"
    )


def _assumed(role: str) -> dict[str, str]:
    found = client("sts").assume_role(RoleArn=role, RoleSessionName=SESSION)["Credentials"]
    return {
        "access_key": found["AccessKeyId"],
        "secret_key": found["SecretAccessKey"],
        "token": found["SessionToken"],
        "expiry_time": found["Expiration"].isoformat(),
    }
