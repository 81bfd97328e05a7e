"""Tests of the partners of a campaign, and of what its accounts find."""

from __future__ import annotations

from collections import Counter

import pytest

import tests.fakes.environment  # noqa: F401
from bench import partners as module
from bench.accounts import Accounts, money, noticed
from bench.partners import SECRET, SECRET_NAME, Books, partners
from runtime.clients import external
from runtime.clients.external import ExternalService, NoAnswer, UnexpectedAnswer
from services.payments.app.domain import Charge
from services.payments.app.http_processor import HttpProcessor
from services.shipping.app.http_carrier import HttpCarrier
from tests.fakes.fixtures import aws  # noqa: F401

ORDER = {"orderId": "o-1", "totalCents": 2_000}


@pytest.fixture
def others(aws, monkeypatch):  # noqa: F811
    aws.ssm.values[SECRET_NAME] = SECRET
    monkeypatch.setattr(module, "LOST_ANSWERS", 0)
    with partners() as server:
        yield server
    external._pool().clear()


def service(others, name):
    url = f"http://127.0.0.1:{others.server_address[1]}/{name}"
    return ExternalService(name=f"the {name}", url=url, secret_name=SECRET_NAME)


def test_the_adapters_speak_the_language_of_the_partners(others):
    bank, carrier = HttpProcessor(service(others, "bank")), HttpCarrier(service(others, "carrier"))
    charge = bank.charge("o-1", 2_000, "card")
    assert charge == bank.charge("o-1", 2_000, "card") == Charge(charge_id="charge-o-1")
    assert bank.charge("o-2", 2_000, "card-declined").decline_reason == "the card was declined"
    bank.refund("o-1", "charge-o-1")
    bank.refund("o-1", "charge-o-1")
    assert carrier.book("o-1", ("o-1-1",), "GB").booking_id == "booking-o-1"
    carrier.cancel("o-3")
    assert carrier.book("o-3", ("o-3-1",), "GB").decline_reason
    books = others.books
    assert (books.charged, books.charges) == ({"o-1": 2_000}, {"o-1": 1})
    assert (books.refunded, books.booked) == ({"o-1": 2_000}, {"o-1": 1})
    assert (books.repeated, books.unsigned) == (2, 0)


def test_a_lost_answer_was_done_and_is_not_done_again(others, monkeypatch):
    monkeypatch.setattr(module, "LOST_ANSWERS", 1)
    bank = HttpProcessor(service(others, "bank"))
    with pytest.raises(NoAnswer, match="status 503"):
        bank.charge("o-1", 2_000, "card")
    assert others.books.charges == {"o-1": 1}
    assert (others.books.lost, others.books.repeated) == (2, 1)


def test_what_is_signed_by_another_secret_is_not_done(others, aws):  # noqa: F811
    aws.ssm.values[SECRET_NAME] = "guessed"
    with pytest.raises(UnexpectedAnswer, match="does not accept the signature"):
        HttpProcessor(service(others, "bank")).charge("o-1", 2_000, "card")
    assert (others.books.charges, others.books.unsigned) == ({}, 2)


@pytest.mark.parametrize(
    ("status", "charges", "charged", "refunded", "problems"),
    [
        ("CONFIRMED", 1, 2_000, 0, 0),
        ("CONFIRMED", 0, 0, 0, 1),
        ("CONFIRMED", 1, 2_000, 2_000, 1),
        ("CONFIRMED", 2, 4_000, 0, 2),
        ("CANCELLED", 0, 0, 0, 0),
        ("CANCELLED", 1, 2_000, 2_000, 0),
        ("CANCELLED", 1, 2_000, 0, 1),
        ("CANCELLED", 1, 2_000, 4_000, 1),
    ],
)
def test_money_that_does_not_add_up_is_found(status, charges, charged, refunded, problems):
    books = Books(
        charges=Counter({"o-1": charges}),
        charged=Counter({"o-1": charged}),
        refunded=Counter({"o-1": refunded}),
    )
    assert len(list(money({**ORDER, "status": status}, Accounts(), books))) == problems


@pytest.mark.parametrize(
    ("notices", "problems"),
    [
        ({("o-1", "OrderConfirmed"): 1}, 0),
        ({("o-2", "OrderConfirmed"): 1}, 1),
        ({("o-1", "OrderConfirmed"): 2}, 1),
        ({("o-1", "OrderCancelled"): 1}, 1),
        ({("o-1", "OrderConfirmed"): 1, ("o-1", "OrderCancelled"): 1}, 1),
    ],
)
def test_an_order_has_one_notice_of_its_end(notices, problems):
    found = noticed({**ORDER, "status": "CONFIRMED"}, Counter(notices))
    assert len(list(found)) == problems
