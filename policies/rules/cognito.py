"""Amazon Cognito: second factors, what is known of users, and where codes and credentials go."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import cognito
from policies.framework.level import Level
from policies.framework.resource import Resource
from policies.framework.rule import rule

GUIDE = "https://docs.aws.amazon.com/cognito/latest/developerguide"


@rule(
    "cognito-user-pool-mfa",
    "Users of a pool may have a second factor",
    about=cognito.UserPool,
    severity=Severity.MEDIUM,
    level=Level.MANDATORY_IN_PROD,
    remedy="Set mfa_configuration to OPTIONAL or ON, with software_token_mfa_configuration",
    documentation=f"{GUIDE}/user-pool-settings-mfa.html",
)
def user_pool_has_second_factor(pool: Resource) -> Iterator[str]:
    """With a password alone, a caller who has guessed or stolen it is the user."""
    if pool.get("mfaConfiguration", "OFF") == "OFF":
        yield "users cannot have a second factor"


@rule(
    "cognito-user-pool-client-existence-hidden",
    "A client does not reveal which users exist",
    about=cognito.UserPoolClient,
    severity=Severity.MEDIUM,
    remedy="Set prevent_user_existence_errors to ENABLED",
    documentation=f"{GUIDE}/cognito-user-pool-managing-errors.html",
)
def client_hides_existence(client: Resource) -> Iterator[str]:
    """Else a wrong name is answered otherwise than a wrong password, and names can be tried out."""
    if client.get("preventUserExistenceErrors") != "ENABLED":
        yield "its errors reveal which users exist"


@rule(
    "cognito-user-pool-client-code-flow",
    "A client gets its tokens by a code, not in a URL",
    about=cognito.UserPoolClient,
    severity=Severity.HIGH,
    remedy="Set allowed_oauth_flows to code",
    documentation=f"{GUIDE}/authorization-endpoint.html",
)
def client_has_no_implicit_flow(client: Resource) -> Iterator[str]:
    """The implicit flow puts tokens into URLs, which histories and logs keep (RFC 9700, 2.1.2)."""
    if "implicit" in client.get("allowedOauthFlows", []):
        yield "it allows the implicit flow"


@rule(
    "cognito-user-pool-client-callback-https",
    "Codes are sent to sites by HTTPS, not to a developer's machine",
    about=cognito.UserPoolClient,
    severity=Severity.HIGH,
    level=Level.MANDATORY_IN_PROD,
    remedy="Name https:// URLs in callback_urls and logout_urls",
    documentation=f"{GUIDE}/user-pool-settings-client-apps.html",
)
def client_sends_codes_by_https(client: Resource) -> Iterator[str]:
    """Any program on a user's machine can wait at localhost for another's code."""
    for key in ("callbackUrls", "logoutUrls"):
        for url in client.get(key, []):
            if re.match(r"http:|https://(localhost|127\.0\.0\.1)\b", str(url)):
                yield f"{key} has {url}"


RULES = (
    user_pool_has_second_factor,
    client_hides_existence,
    client_has_no_implicit_flow,
    client_sends_codes_by_https,
)
