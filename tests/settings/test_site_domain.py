"""The name of a stage's own for the page of the shop."""

from __future__ import annotations

import pytest

from settings import KEY, Settings
from tests.settings.test_stage import REQUIRED, refusal

CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/c1"
DOMAIN = {"name": "shop.acme.com", "certificate": CERTIFICATE, "zone_id": "Z1"}
HOME = "https://shop.acme.com/"
PAGE = {"domain": "acme", "callback_urls": [HOME], "logout_urls": [HOME]}
STAGE = {**REQUIRED, "sign_in_page": PAGE, "site": True, "site_domain": DOMAIN}
PASSWORDS = {**REQUIRED, "password_sign_in": True, "site": True, "site_domain": DOMAIN}


@pytest.mark.parametrize("stage", [STAGE, PASSWORDS])
def test_a_site_has_the_name_its_certificate_and_its_zone(stage):
    found = Settings.parse("dev", stage).site_domain
    assert found is not None
    assert (found.page, found.domain.names) == (HOME, ("shop.acme.com",))
    assert (found.domain.certificate, found.domain.zone_id) == (CERTIFICATE, "Z1")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"site": False}, ": needs site: true, whose name it is"),
        (
            {"sign_in_page": {**PAGE, "callback_urls": ["https://shop.acme.com/in"]}},
            f": needs {HOME} among the callback_urls of sign_in_page",
        ),
        (
            {"sign_in_page": {**PAGE, "logout_urls": []}},
            f": needs {HOME} among the logout_urls of sign_in_page",
        ),
        (
            {"endpoint": "http://127.0.0.1:4566"},
            ": can only be on AWS; an emulator answers for no names",
        ),
        (
            {"site_domain": {**DOMAIN, "certificate": CERTIFICATE.replace("us-east", "eu-west")}},
            ": certificate must be of us-east-1",
        ),
        ({"site_domain": {**DOMAIN, "name": "*.acme.com"}}, ": names must begin with a host name"),
        ({"site_domain": {**DOMAIN, "zone_id": "acme.com"}}, ".zone_id: "),
    ],
)
def test_a_name_that_could_not_work_is_refused(change, said):
    found = refusal({**STAGE, **change})
    assert found.startswith(f"Pulumi.dev.yaml: {KEY}.site_domain{said}")
