from __future__ import annotations

import pytest

from settings import KEY, Settings
from tests.settings.test_stage import REQUIRED, refusal

PAGE = {"domain": "shop-dev", "callback_urls": ["https://shop.acme.com/signed-in"]}


def test_without_the_settings_only_administrators_create_users_and_there_is_no_page():
    settings = Settings.parse("prod", {**REQUIRED, **FIT})
    assert (settings.self_sign_up, settings.sign_in_page) == (False, None)


FIT = {"cors_origins": ["https://shop.acme.com"], "data_trace": False, "mfa": "ON"}


def test_the_page_is_for_the_client_whose_tokens_the_apis_take():
    page = Settings.parse("dev", {**REQUIRED, "sign_in_page": PAGE}).sign_in_page
    assert page is not None
    assert page.client.callback_urls == ("https://shop.acme.com/signed-in",)
    assert page.client.scopes == ("aws.cognito.signin.user.admin",)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"domain": "Shop"}, ".domain: domain must be 1 to 63 lower-case characters, digits and"),
        ({"domain": "aws-shop"}, ".domain: domain must be 1 to 63 lower-case characters"),
        ({"callback_urls": []}, ": callback_urls must be between 1 and 100 URLs; given"),
        (
            {"callback_urls": ["http://shop.acme.com/"]},
            ": callback_urls must begin with https://, or with http://localhost, and have neither "
            "fragment nor *; given",
        ),
        ({"logout_urls": ["https://*.acme.com/"]}, ": logout_urls must begin with https://"),
        ({"client": "web"}, ".client: unknown key (given 'web'); known are domain, callback_urls"),
    ],
)
def test_what_cognito_would_refuse_is_refused_by_name(change, said):
    found = refusal({**REQUIRED, "sign_in_page": {**PAGE, **change}}, "dev")
    assert found.startswith(f"Pulumi.dev.yaml: {KEY}.sign_in_page{said}")
