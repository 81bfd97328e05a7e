from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cost.expression import runs
from cost.prices import PriceError, load
from cost.usage import UsageError
from cost.usage import load as usage_of
from tests.cost.made import usage

A_DAY = 730 / 24


@pytest.mark.parametrize(
    ("expression", "count"),
    [
        ("rate(5 minutes)", 8760),
        ("rate(1 hour)", 730),
        ("rate(1 day)", A_DAY),
        ("cron(0 1 * * ? *)", A_DAY),
        ("cron(0/15 * * * ? *)", 4 * 730),
        ("cron(0,30 8-17 ? * MON-FRI *)", 2 * 10 * 5 * A_DAY / 7),
        ("cron(0 0 ? * MON *)", A_DAY / 7),
        ("cron(0 6 1 * ? *)", 1),
        ("cron(0 6 1 1,7 ? *)", 1 / 6),
        ("at(2026-12-01T00:00:00)", 1),
    ],
)
def test_a_schedule_runs_as_often_as_it_says(expression, count):
    assert runs(expression) == pytest.approx(count)


def test_what_is_no_schedule_is_an_error():
    with pytest.raises(ValueError, match="a schedule is rate"):
        runs("every day")


def test_a_region_has_its_own_prices_and_those_of_the_base():
    assert load("us-east-1").of("http-api-requests") == 1.00e-6
    assert load("eu-west-1").of("http-api-requests") == 1.11e-6
    assert load("eu-west-1").of("lambda-requests") == 0.20e-6


def test_the_date_of_the_table_is_shown_and_an_old_one_is_said_to_be():
    prices = load("us-east-1")
    assert prices.age(prices.day) == f"prices of {prices.day} in us-east-1"
    assert "366 days old: check it" in prices.age(date.fromordinal(prices.day.toordinal() + 366))


def test_another_file_changes_prices_and_adds_regions(tmp_path):
    file = tmp_path / "prices.yaml"
    file.write_text("date: 2027-01-01\nregions: {eu-north-1: {lambda-requests: 1.0}}\n")
    prices = load("eu-north-1", file)
    assert prices.of("lambda-requests") == 1
    assert prices.of("sqs-requests") == 0.40e-6
    assert prices.day == date(2027, 1, 1)


def test_what_has_no_price_is_said(tmp_path):
    with pytest.raises(PriceError, match="no prices of mars-1: there are those of eu-west-1, us-"):
        load("mars-1")
    with pytest.raises(PriceError, match="has no lambda: give it by --prices"):
        load("us-east-1").of("lambda")
    file = tmp_path / "prices.yaml"
    file.write_text("price: 1\n")
    with pytest.raises(PriceError, match="a price table has date, sources, base, regions, free"):
        load("us-east-1", file)


@pytest.mark.parametrize("file", sorted(Path("cost/usage").glob("*.yaml")), ids=lambda f: f.stem)
def test_the_usages_that_are_checked_in_can_be_read(file):
    assert usage_of(file).text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("text: a\nunit: b\nvolumes: {a: 1}\n", r"volumes must be 3, got \['a'\]"),
        ("text: a\nunit: b\nvolumes: {a: 1, b: 2, c: -1}\n", "c must be 0 or more, got -1"),
        ("unit: b\n", "text, volumes must be given"),
        ("text: a\nunit: b\nvolumes: {}\nrequest: {}\n", "knows no request; there are text, unit"),
        ("- 1\n", "a usage is a list of names with values"),
    ],
)
def test_a_file_that_is_no_usage_is_named_with_what_is_wrong(tmp_path, text, said):
    file = tmp_path / "usage.yaml"
    file.write_text(text)
    with pytest.raises(UsageError, match=f"usage.yaml: .*{said}"):
        usage_of(file)


def test_durations_and_batches_have_defaults():
    given = usage(ms={"default": 20, "slow": 900}, batch={"default": 4})
    assert (given.duration("slow"), given.duration("other")) == (900, 20)
    assert (given.batch_of("any"), usage().batch_of("any"), usage().duration("any")) == (4, 1, 50)
