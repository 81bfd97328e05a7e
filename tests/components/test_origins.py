from __future__ import annotations

import pytest

from components.defaults import Defaults


@pytest.mark.parametrize(
    "origins",
    [("*",), ("https://shop.example.com",), ("http://localhost:3000",), ("https://[::1]:8443",),
     ("https://shop.example.com:8443", "https://xn--bcher-kva.example")],
)  # fmt: skip
def test_origins_as_browsers_send_them_are_accepted(origins):
    assert Defaults(cors_origins=origins).cors_origins == origins


@pytest.mark.parametrize(
    "origin",
    ["", " ", "shop.example.com", "https://shop.example.com/", "https://shop.example.com/app",
     "https://shop.example.com'", "'*'", "https://*.example.com", "https://Shop.example.com",
     "https://user@shop.example.com", "https://shop.example.com:443", "http://shop.example.com:80",
     "https://shop.example.com:0", "https://shop.example.com:65536", "https://-shop.example.com",
     "null", "ftp://shop.example.com", "https://shop.example.com\n", f"https://{'a.' * 130}com"],
)  # fmt: skip
def test_what_no_browser_sends_is_refused(origin):
    with pytest.raises(ValueError) as refused:
        Defaults(cors_origins=(origin,))
    assert str(refused.value).startswith("cors_origins must be * or origins as browsers send them")
    assert str(refused.value).endswith(f", got {origin!r}")


@pytest.mark.parametrize("origins", [("*", "https://a.example"), ("https://a.example",) * 2])
def test_every_origin_stands_alone_and_each_is_given_once(origins):
    with pytest.raises(ValueError, match=r"^cors_origins must be .*, got .*https://a\.example"):
        Defaults(cors_origins=origins)
