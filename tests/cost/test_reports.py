from __future__ import annotations

import json
from datetime import date

import pytest

from cost import compare, kinds
from cost.bill import bills, bills_of_a_part
from cost.compare import changes
from cost.prices import load
from cost.reference import references, totals
from cost.report import as_json, documents, markdown, text
from tests.cost.made import queue_and_function, resource, usage

PRICES = load("us-east-1")
TODAY = PRICES.day
USAGE = usage(events={"Placed": 1})
BILLS = bills(queue_and_function(), USAGE, PRICES)


def test_the_documents_figures_come_out_of_the_same_prices():
    found = {(each.workload, each.part): each for each in references(PRICES)}
    api = found["10 million requests of 200 ms", "API Gateway"]
    assert (api.stated, api.computed, api.difference) == (35, pytest.approx(35), pytest.approx(0))
    assert found["a million uploads of 5 s", "S3"].computed == pytest.approx(23)
    # 10 million requests, and 1 million GB-seconds: 2.00 + 13.33.
    assert found["10 million requests of 200 ms", "Lambda"].computed == pytest.approx(15.3334)
    # 2.5 million GB-seconds and a million requests: 33.33 + 0.20.
    assert found["a million uploads of 5 s", "Lambda"].computed == pytest.approx(33.5335)
    assert all(each.assumed for each in found.values())


def test_the_stated_totals_are_those_of_the_documents():
    stated = {workload: pair[0] for workload, pair in totals(PRICES).items()}
    assert stated == {
        "10 million requests of 200 ms": pytest.approx(42.40),
        "a million uploads of 5 s": 53,
        "24 tasks of 1 s a day": 0.01,
    }
    assert totals(PRICES)["24 tasks of 1 s a day"][1] < 0.01


def test_what_is_assumed_is_on_the_page_of_the_workloads():
    page = documents(PRICES, TODAY)
    assert "10 million requests of 200 ms: stated 42.40, computed 52.83" in page
    assert "DynamoDB: stated 5.00, computed 2.50 (-2.50): on demand, two read units" in page


def test_a_report_has_the_date_of_its_prices_the_floor_and_the_free_tier_apart():
    lines = text("dev", USAGE, BILLS, TODAY).splitlines()
    assert lines[0] == f"dev: US dollars a month; prices of {TODAY} in us-east-1"
    titles = [line[:26].strip() for line in lines]
    assert titles.index("always on") < titles.index("used") < titles.index("total")
    assert {"free tier", "after the free tier", "used, for one order"} <= set(titles)
    assert lines[3].split() == ["low", "(1,000)", "expected", "(1,000,000)", "high", "(10,000,000)"]


def test_json_has_every_line_with_its_dollars():
    found = json.loads(as_json("dev", USAGE, BILLS))
    assert found["pricesOf"] == TODAY.isoformat()
    expected = found["volumes"]["expected"]
    assert sum(line["dollars"] for line in expected["lines"]) == pytest.approx(
        expected["total"], abs=1e-4
    )


def test_markdown_is_a_table():
    rows = markdown("dev", USAGE, BILLS, date(2027, 1, 1)).splitlines()
    assert rows[2] == "|  | low: 1,000 | expected: 1,000,000 | high: 10,000,000 |"
    assert "days old: check it" in rows[-1]


def test_two_revisions_differ_by_what_was_added():
    more = [*queue_and_function(), resource("aws:kms/key:Key", "key")]
    after = bills(more, USAGE, PRICES)
    assert changes(BILLS["expected"], after["expected"]) == {"key": pytest.approx(1.0)}
    assert changes(after["expected"], BILLS["expected"]) == {"key": pytest.approx(-1.0)}
    page = compare.markdown("main~1", BILLS, after, "dev")
    assert "| key | +1.00 |" in page
    assert "now and since main~1" in page
    printed = compare.text("main~1", BILLS, after, "dev").splitlines()
    assert printed[2].startswith("low       always on 1.26 (+1.00), used ")
    assert printed[-2:] == ["changes at expected:", "       +1.00  key"]
    for form in (compare.text, compare.markdown):
        assert form("main~1", BILLS, BILLS, "dev").endswith("No resource costs more or less.")


def test_a_revision_without_what_the_usage_names_costs_nothing_for_it():
    more = [*queue_and_function(), resource(kinds.API, "shop-api", protocolType="HTTP")]
    route = resource(
        "aws:apigatewayv2/route:Route", "get", {"apiId": [more[-1]]}, routeKey="GET /items"
    )
    asked = usage(events={"Placed": 1}, requests={"shop": {"GET /items": 1}})
    before = bills_of_a_part(queue_and_function(), asked, PRICES)
    after = bills([*more, route], asked, PRICES)
    assert before["expected"].used == BILLS["expected"].used
    found = changes(before["expected"], after["expected"])
    # A million requests, the log of each, and a trace of 5 %.
    assert found == {"shop-api": pytest.approx(1.00 + 1e6 / 1024**2 * 0.50 + 0.25)}


def test_programs_read_what_two_revisions_cost():
    after = bills([*queue_and_function(), resource("aws:kms/key:Key", "key")], USAGE, PRICES)
    found = json.loads(compare.as_json("main~1", BILLS, after, "dev"))
    assert (found["stage"], found["revision"], list(found["volumes"])) == (
        *("dev", "main~1"),
        ["low", "expected", "high"],
    )
    low = found["volumes"]["low"]
    assert low["always"]["now"] - low["always"]["before"] == pytest.approx(1.0)
    assert low["used"]["now"] == low["used"]["before"] > 0
    assert low["changes"] == {"key": pytest.approx(1.0)}
