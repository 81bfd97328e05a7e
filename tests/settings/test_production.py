from __future__ import annotations

import pytest

from settings import KEY, Settings
from tests.settings.test_stage import REQUIRED, refusal

READY = {
    **REQUIRED,
    "cors_origins": ["https://shop.example.com"],
    "data_trace": False,
    "mfa": "ON",
}
LOCALHOST = {"domain": "shop", "callback_urls": ["http://localhost:8080/signed-in"]}
UNFIT = [
    ("cors_origins", ["*"]),
    ("data_trace", True),
    ("mfa", "OFF"),
    ("sign_in_page", LOCALHOST),
]


@pytest.mark.parametrize("stage", ["prod", "prod-eu"])
@pytest.mark.parametrize(("key", "value"), UNFIT)
def test_what_fits_a_stage_for_tests_only_is_refused_in_production(stage, key, value):
    said = refusal({**READY, key: value}, stage)
    assert said.startswith(f"Pulumi.{stage}.yaml: {KEY}.{key}: must be ")
    assert said.endswith(f"; given {value!r}")
    assert " in production" in said


def test_other_stages_may_have_all_of_it():
    assert Settings.parse("dev", {**READY, **dict(UNFIT)}).data_trace


def test_production_may_leave_a_second_factor_to_its_users():
    assert Settings.parse("prod", {**READY, "mfa": "OPTIONAL"}).mfa == "OPTIONAL"
