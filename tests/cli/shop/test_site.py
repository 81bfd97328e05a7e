"""Tests of the address of the shop's page."""

from __future__ import annotations

from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from cli import __main__ as command
from cli.shop import site
from cli.shop.sign_in import PASSWORD


@pytest.mark.parametrize(
    ("stage", "endpoint", "address"),
    [
        ("local", "http://127.0.0.1:4566", "http://d1.cloudfront.localhost:4566"),
        ("dev", None, "https://d1.cloudfront.net"),
    ],
)
def test_the_address_is_alone_on_a_line_and_the_password_of_local_users_beside_it(
    monkeypatch, capsys, stage, endpoint, address
):
    @contextmanager
    def opened(name):
        yield SimpleNamespace(endpoint=endpoint, parameter=lambda *_: "https://d1.cloudfront.net")

    monkeypatch.setattr(site, "account_of", opened)
    assert command.main(["site", "--stage", stage]) == 0
    printed = capsys.readouterr()
    assert printed.out == f"{address}\n"
    assert (PASSWORD in printed.err) is (endpoint is not None)
