"""The address that mail of a stage's user pool comes from."""

from __future__ import annotations

import pytest
from pulumi_aws import cognito

from settings import KEY, Settings
from tests.settings.test_stage import REQUIRED, refusal
from tests.stage import OPTIONAL, deployed

MAIL = {
    "address": "accounts@shop.acme.com",
    "identity": "arn:aws:ses:eu-west-1:123456789012:identity/shop.acme.com",
    "display_name": "The shop",
}


def test_without_it_mail_comes_from_cognito():
    assert Settings.parse("dev", {**REQUIRED, "self_sign_up": True}).user_mail is None
    assert "emailConfiguration" not in deployed("dev").one(cognito.UserPool).inputs


def test_the_user_pool_sends_from_the_address():
    assert Settings.parse("dev", {**REQUIRED, "user_mail": MAIL}).user_mail is not None
    given = deployed("prod", **OPTIONAL).one(cognito.UserPool).inputs["emailConfiguration"]
    assert given["fromEmailAddress"] == '"The shop" <accounts@shop.example.com>'
    assert given["emailSendingAccount"] == "DEVELOPER"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"address": "accounts"}, ": address must be one as accounts@example.com; given"),
        ({"identity": MAIL["identity"].replace("acme", "else")}, ": identity must be that of"),
        ({"from": "a@shop.acme.com"}, ".from: unknown key"),
    ],
)
def test_what_cognito_would_refuse_is_refused_by_name(change, said):
    found = refusal({**REQUIRED, "user_mail": {**MAIL, **change}})
    assert found.startswith(f"Pulumi.dev.yaml: {KEY}.user_mail{said}")
