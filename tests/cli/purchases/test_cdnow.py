from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.purchases.cdnow import Purchase, Totals, parse, price_of

TEXT = """\
 00004 0001 19970101  2   29.33
 00004 0001 19970118  2   29.73
 00021 0002 19970101  3    0.00
"""


def test_a_line_is_a_purchase_in_cents():
    assert parse(TEXT)[0] == Purchase(1, "cdnow-0001", date(1997, 1, 1), 2, 2933)


def test_the_totals_count_a_customer_once_and_a_free_purchase_as_an_order():
    assert Totals.of(parse(TEXT)) == Totals(customers=2, orders=3, units=7, cents=5906)


WHOLE = """\
 customer_id  date number_of_cds  dollar_value
 00001 19970101  1   11.77
 00002 19970112  5   77.00
"""


def test_the_whole_history_has_a_first_line_of_names_and_one_id():
    assert parse(WHOLE) == [
        Purchase(2, "cdnow-00001", date(1997, 1, 1), 1, 1177),
        Purchase(3, "cdnow-00002", date(1997, 1, 12), 5, 7700),
    ]


def test_a_line_that_does_not_read_is_named():
    with pytest.raises(ValueError, match=r"line 2: .*given 'nonsense'"):
        parse(TEXT.splitlines()[0] + "\nnonsense")


def test_a_free_purchase_is_of_free_cds():
    assert parse(TEXT)[2].lines() == [("cd-0", 3)]


@given(units=st.integers(1, 500), cents=st.integers(0, 1_000_000))
def test_no_cent_and_no_cd_is_lost_by_rounding(units, cents):
    lines = Purchase(1, "c", date(1997, 1, 1), units, cents).lines()
    assert sum(quantity for _, quantity in lines) == units
    assert sum(price_of(item) * quantity for item, quantity in lines) == cents
