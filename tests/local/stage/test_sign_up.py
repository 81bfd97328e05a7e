"""From the sign-up to a first order, by password as the page has it, and at the sign-in page."""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import urllib3
from websockets.exceptions import InvalidStatus

from cli.shop.client import HttpError, Shop
from local.checkout import ROOT
from settings import KEY
from tests.docs.pages import FENCE, text
from tests.flows.shopping import settled
from tests.local.deployed import Deployed
from tests.local.stage.test_readme import bash
from tests.local.stage.test_realtime import asked as say
from tests.local.stage.test_realtime import opened
from tests.local.stage.test_storefront import asked as graphql
from tests.stage import config_of

SCOPES = "openid aws.cognito.signin.user.admin"
CALLBACK = config_of("local")[KEY]["sign_in_page"]["callback_urls"][0]
PASSWORD = "Carols-order-2026"


def status(shop: Shop, path: str, token: str | None, service: str = "users") -> int:
    """What a service answers to a ``GET``."""
    try:
        shop.request("GET", service, path, token)
    except HttpError as error:
        return error.status
    return 200


def test_a_user_who_signs_up_as_the_page_says_orders_and_has_a_profile(
    deployed: Deployed, shop: Shop, agent: str
) -> None:
    blocks = [block for _, block in FENCE.findall(text(ROOT / "docs/local-stage.md"))]
    [lines] = [block for block in blocks if "sign-up" in block]
    signed_up, placed, user = bash(deployed, f'export PATH="$PWD/.local/bin:$PATH"\n{lines}')
    assert user["userId"] == signed_up["UserSub"]
    order = settled(shop, agent, placed["orderId"])
    assert (order["status"], order["userId"]) == ("CONFIRMED", user["userId"])

    path = f"/users/{user['userId']}"
    assert shop.request("GET", "users", path, agent) == user
    assert status(shop, path, shop.sign_in("another")) == 403
    assert status(shop, path, None) == 401


def test_a_user_who_is_not_confirmed_cannot_sign_in(shop: Shop) -> None:
    cognito, client = shop.client("cognito-idp"), shop.parameter("platform", "token-audience")
    cognito.sign_up(ClientId=client, Username="dave", Password=PASSWORD)
    with pytest.raises(cognito.exceptions.UserNotConfirmedException):
        cognito.initiate_auth(
            ClientId=client,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": "dave", "PASSWORD": PASSWORD},
        )


def test_the_sign_in_page_gives_a_code_and_it_a_token_that_opens_the_apis(
    deployed: Deployed, shop: Shop
) -> None:
    shop.sign_in("erin")
    verifier = "v" * 43
    digest = sha256(verifier.encode()).digest()
    challenge = urlsafe_b64encode(digest).decode().rstrip("=")
    asked = {
        "client_id": shop.parameter("platform", "token-audience"),
        "redirect_uri": CALLBACK,
        "scope": SCOPES,
        "response_type": "code",
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    endpoint = deployed.checkout.endpoint
    [sign_in_url] = re.findall(r"^signInUrl +(\S+)", deployed.first_words, re.MULTILINE)
    page = urllib3.request("GET", f"{sign_in_url}/oauth2/authorize", fields=asked)
    assert (page.status, b"/login" in page.data) == (200, True)
    elsewhere = {**asked, "redirect_uri": "https://elsewhere.example.com/"}
    assert urllib3.request("GET", f"{endpoint}/oauth2/authorize", fields=elsewhere).status == 400

    form = {**asked, "username": "erin", "password": "First-order-2026!"}
    code = parse_qs(urlsplit(posted(f"{endpoint}/login", form).headers["Location"]).query)["code"]
    exchange = {
        "grant_type": "authorization_code",
        "client_id": asked["client_id"],
        "redirect_uri": CALLBACK,
        "code": code[0],
    }
    tokens = f"{endpoint}/oauth2/token"
    assert posted(tokens, {**exchange, "code_verifier": "w" * 43}).status == 400
    token = json.loads(posted(tokens, {**exchange, "code_verifier": verifier}).data)
    assert status(shop, "/users/me", token["access_token"]) == 200
    assert status(shop, "/users/me", token["id_token"]) == 401
    # An HTTP API.
    assert status(shop, "/notices", token["access_token"], "notifications") == 200
    assert status(shop, "/notices", token["id_token"], "notifications") in (401, 403)
    with opened(shop, token["access_token"]) as client:
        assert say(client, action="ping") == {"type": "pong"}
    with pytest.raises(InvalidStatus) as refused, opened(shop, token["id_token"]):
        pass
    assert refused.value.response.status_code == 403
    query = "{ myOrders { nextToken } }"
    assert graphql(shop, token["access_token"], query) == ({"myOrders": {"nextToken": None}}, [])
    data, [error] = graphql(shop, token["id_token"], query)
    assert (data, error["path"]) == ({"myOrders": None}, ["myOrders"])


def posted(url: str, form: dict[str, Any]) -> urllib3.BaseHTTPResponse:
    """The answer to a form, which may be a redirect."""
    return urllib3.request(
        "POST",
        url,
        body=urlencode(form),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
        redirect=False,
    )
