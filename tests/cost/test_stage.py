from __future__ import annotations

import pytest

from cost.bill import bills, floor
from cost.free_types import FREE
from cost.line import HOURS
from cost.prices import load
from cost.usage import load as usage_of
from settings import ROOT
from tests.stage import OPTIONAL, deployed

PRICES = load("eu-west-1")


def bill(usage: str, volume: str):
    given = usage_of(ROOT / f"cost/usage/{usage}.yaml")
    return bills(deployed("prod", **OPTIONAL).resources, given, PRICES)[volume]


def test_every_type_of_the_program_is_billed_or_known_to_be_free():
    resources = [each for each in deployed("prod", **OPTIONAL).resources if each.custom]
    billed = {line.resource for line in floor(resources, PRICES).lines}
    types = {each.type for each in resources if each.name not in billed}
    assert types - FREE == set()


def test_ten_million_requests_cost_what_the_documents_say_of_the_gateway():
    found = bill("api-requests", "as stated").by_service(always=False)
    assert found["API Gateway"] == pytest.approx(35)
    # A million GB-seconds at 512 MB, and what the schedules of the stage run.
    assert found["Lambda"] == pytest.approx(15.3334, abs=0.02)
    assert found["DynamoDB"] == pytest.approx(20 * 0.1415, abs=0.02)


def test_a_million_uploads_are_stored_and_worked_on():
    found = bill("uploads", "as stated")
    services = found.by_service(always=False)
    assert services["S3"] == pytest.approx(23 + 5)
    assert found.by_resource()["media-stored-scan-upload-function"] > 33


def test_the_hourly_job_of_the_stage_costs_less_than_a_cent_without_its_tables():
    lines = bill("hourly-tasks", "as stated").lines
    hourly = [line for line in lines if line.resource == "reports-aggregate-hour-function"]
    by_meter = {line.meter: line.quantity for line in hourly}
    assert by_meter["lambda-requests"] == HOURS
    dollars = sum(line.quantity * PRICES.of(line.meter) for line in hourly)
    assert dollars < 0.01


def test_an_order_of_march_1997_costs_half_a_cent_most_of_it_for_users():
    found = bill("shop-1997", "today")
    used = found.by_service(always=False)
    assert found.used / 927_840 == pytest.approx(0.0049, abs=0.0002)
    assert next(iter(used)) == "Cognito"
