"""Tests of counting purchases."""

from __future__ import annotations

from services.analytics.app import count_order, report_purchases
from services.analytics.app.domain import SHARDS, shard_of
from tests.fakes.invocations import bus_body, called, delivered, http_event
from tests.services.sample_messages import confirmed, number


def count(*events):
    return delivered(count_order.handle, *[bus_body(event) for event in events])


def report(user="agent", groups=("agents",)):
    return called(report_purchases.handle, http_event(user=user, groups=groups))


def test_purchases_add_up_per_month_and_in_all(aws):
    count(
        confirmed(number(1), "ann", "1997-02-01", units=2, cents=3000),
        confirmed(number(2), "ann", "1997-01-31", units=1, cents=1000),
        confirmed(number(3), "bob", "1997-02-28", units=5, cents=0),
        confirmed(number(4), "ann", "1997-02-02", units=1, cents=1),
    )
    status, body = report()
    assert status == 200
    assert body == {
        "months": [
            {
                "month": "1997-01",
                "customers": 1,
                "newCustomers": 0,
                "orders": 1,
                "units": 1,
                "cents": 1000,
            },
            {
                "month": "1997-02",
                "customers": 2,
                "newCustomers": 2,
                "orders": 3,
                "units": 8,
                "cents": 3001,
            },
        ],
        "total": {"customers": 2, "orders": 4, "units": 9, "cents": 4001},
    }


def test_before_the_first_purchase_the_report_is_empty(aws):
    zero = {"customers": 0, "orders": 0, "units": 0, "cents": 0}
    assert report() == (200, {"months": [], "total": zero})


def test_a_purchase_delivered_twice_counts_once(aws):
    count(confirmed(), confirmed())
    count(confirmed())
    assert report()[1]["total"] == {"customers": 1, "orders": 1, "units": 1, "cents": 1500}


def test_a_count_that_broke_off_is_taken_up_where_it_ended(aws):
    aws.dynamodb.collisions = 7
    assert count(confirmed()) == ["m0"]
    before = len(aws.dynamodb.rows("analytics"))
    assert count(confirmed()) == []
    assert len(aws.dynamodb.rows("analytics")) > before
    assert report()[1]["total"] == {"customers": 1, "orders": 1, "units": 1, "cents": 1500}


def test_a_count_that_breaks_off_between_its_parts_is_completed(aws, monkeypatch):
    written = aws.dynamodb.transact_write_items

    def once(**call):
        aws.dynamodb.collisions = 99
        monkeypatch.setattr(aws.dynamodb, "transact_write_items", written)
        aws.dynamodb.collisions = 0
        result = written(**call)
        aws.dynamodb.collisions = 6
        return result

    monkeypatch.setattr(aws.dynamodb, "transact_write_items", once)
    assert count(confirmed()) == ["m0"]
    assert report()[1]["total"] == {"customers": 0, "orders": 1, "units": 1, "cents": 1500}
    assert count(confirmed()) == []
    assert report()[1]["total"] == {"customers": 1, "orders": 1, "units": 1, "cents": 1500}


def test_a_year_has_four_digits(aws):
    count(confirmed(on="0999-02-03"))
    assert [row["month"] for row in report()[1]["months"]] == ["0999-02"]


def test_keys_that_a_batch_left_out_are_read_again(aws):
    count(*[confirmed(number(n), f"user-{n}") for n in range(20)])
    aws.dynamodb.skipped = SHARDS
    assert report()[1]["total"]["orders"] == 20


def test_orders_spread_over_the_rows_of_a_counter():
    assert {shard_of(number(n)) for n in range(100)} == set(range(SHARDS))


def test_only_agents_read_the_report(aws):
    assert report("ann", ())[0] == 403
    assert report(None)[0] == 401
