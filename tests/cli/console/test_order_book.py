"""The orders that the console shows, from lines of the log."""

from __future__ import annotations

import sys
import threading
import time

from cli.console.order_book import ROWS, OrderBook
from tests.cli.console.lines import line_of, said


def test_ten_thousand_orders_are_given_a_page_at_a_time():
    book = OrderBook()
    for number in range(10_000):
        book.take(line_of(said(number, event="OrderPlaced"), number / 1000))
        if number % 2:
            book.take(line_of(said(number, event="OrderConfirmed"), number / 1000 + 1))
    started = time.perf_counter()
    found = book.page(3)
    confirmed = book.page(1, "confirmed")
    one = book.page(1, find="order-1234")
    assert time.perf_counter() - started < 0.5
    assert [order["id"] for order in found["orders"]] == [
        f"order-{number}" for number in range(9899, 9899 - ROWS, -1)
    ]
    assert (found["total"], found["pages"]) == (10_000, 200)
    assert (confirmed["total"], one["total"]) == (5_000, 1)
    assert book.page(1_000)["page"] == 200


def test_orders_are_read_while_others_come():
    book, lines = OrderBook(), [line_of(said(n, event="OrderPlaced"), n) for n in range(2_000)]
    taking = threading.Thread(target=lambda: [book.take(line) for line in lines])
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        taking.start()
        while taking.is_alive():
            assert book.counts()["open"] >= 0
            assert book.page(1)["page"] == 1
    finally:
        sys.setswitchinterval(interval)
        taking.join()
    assert book.counts()["open"] == len(lines)


def test_an_error_counts_for_the_order_of_its_correlation_id():
    book = OrderBook()
    book.take(line_of(said(event="OrderPlaced")))
    book.take(line_of(said(order_id=None, level="ERROR", outcome="failed"), 1))
    book.take(line_of(said(2, order_id=None, level="ERROR", outcome="failed"), 1))
    [order] = book.page(1)["orders"]
    assert (order["errors"], order["status"]) == (1, "open")


def test_the_oldest_orders_are_dropped(monkeypatch):
    monkeypatch.setattr("cli.console.order_book.MOST_ORDERS", 3)
    book = OrderBook()
    for number in range(5):
        book.take(line_of(said(number, event="OrderPlaced"), number))
    assert [order["id"] for order in book.page(1)["orders"]] == ["order-4", "order-3", "order-2"]
