"""The shop's page on the local stage: what a visitor is sent, and what a visitor sees."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable, Iterator
from email.message import Message
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from cli.shop.client import Shop
from cli.shop.sign_in import PASSWORD
from local.edge_address import on_emulator
from tests.flows.shopping import stocked
from tests.local.browser import MISSING, NOT_RUN, browser

SECONDS = 60


@pytest.fixture(scope="module")
def address(shop: Shop) -> str:
    return on_emulator(shop.parameter("storefront", "site"), shop.endpoint or "")


def fetched(address: str, path: str, cookie: str = "") -> tuple[str, Message]:
    """What the distribution answers, whose name this machine's resolver may not know."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection("127.0.0.1", parts.port, timeout=SECONDS)
    connection.request("GET", path, headers={"Host": parts.netloc, "Cookie": cookie})
    with connection.getresponse() as answer:
        assert answer.status == 200, path
        return answer.read().decode(), answer.headers


def test_the_page_has_security_headers_and_no_secret(shop, address):
    _, headers = fetched(address, "/")
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "script-src 'self';" in headers["Content-Security-Policy"]
    assert headers["Strict-Transport-Security"].startswith("max-age=")
    config = json.loads(fetched(address, "/config.json")[0])
    client = shop.parameter("platform", "token-audience")
    assert config == {
        "signIn": shop.endpoint,
        "signInPage": "",
        "clientId": client,
        "graphql": "/graphql",
    }


def test_a_visitor_keeps_a_variant(address):
    for variant in ("a", "b"):
        page, headers = fetched(address, "/", f"variant={variant}")
        assert f'data-variant="{variant}"' in page
        assert headers["Set-Cookie"] is None


@pytest.fixture(scope="module")
def visitor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    with browser(tmp_path_factory.mktemp("profile")) as visitor:
        yield visitor


def shown(visitor: Chrome, selector: str, text: str = "") -> None:
    """Wait until the page shows an element, with a text in it."""

    def there(_: Chrome) -> bool:
        found = visitor.find_elements(By.CSS_SELECTOR, selector)
        return any(each.is_displayed() and text in each.text for each in found)

    problem = "".join(each.text for each in visitor.find_elements(By.ID, "problem"))
    WebDriverWait(visitor, SECONDS).until(there, f"no {selector} {text}: {problem}")


def pictured(visitor: Chrome, folder: Path, name: str) -> None:
    assert visitor.save_screenshot(str(folder / f"{name}.png"))


def test_an_order_is_confirmed_on_the_page_without_a_reload(
    request, shop, agent, address, tmp_path, note: Callable[[str], None]
):
    if MISSING:
        note(NOT_RUN)
        pytest.skip(NOT_RUN)
    visitor = request.getfixturevalue("visitor")
    item = stocked(shop, agent, quantity=5)
    shop.sign_in("sue")
    visitor.get(address)
    variant = visitor.get_cookie("variant")["value"]
    shown(visitor, f'body[data-variant="{variant}"]')
    shown(visitor, "#sign-in button")
    pictured(visitor, tmp_path, "1-sign-in")

    visitor.execute_script("window.notReloaded = true")
    visitor.find_element(By.NAME, "user").send_keys("sue")
    visitor.find_element(By.NAME, "password").send_keys(PASSWORD)
    visitor.find_element(By.CSS_SELECTOR, "#sign-in button").click()
    shown(visitor, "#connection", "Live")
    # The last page has no button for more.
    product = f'[data-product="{item}"]'
    shown(visitor, f"#more:enabled, {product}")
    while not visitor.find_elements(By.CSS_SELECTOR, product):
        visitor.find_element(By.ID, "more").click()
        shown(visitor, f"#more:enabled, {product}")
    assert visitor.find_elements(By.CSS_SELECTOR, "[data-order]") == []

    visitor.find_element(By.CSS_SELECTOR, f'[data-product="{item}"] button').click()
    shown(visitor, "[data-order]")
    pictured(visitor, tmp_path, "2-placed")
    shown(visitor, '[data-status="CONFIRMED"]', "confirmed")
    pictured(visitor, tmp_path, "3-confirmed")
    assert visitor.execute_script("return window.notReloaded") is True
    # However far down the product was.
    seen = "return document.querySelector('[data-order]').getBoundingClientRect().top"
    assert 0 <= visitor.execute_script(seen) < visitor.execute_script("return innerHeight")
    assert visitor.get_log("browser") == []

    visitor.refresh()
    shown(visitor, f'body[data-variant="{variant}"]')
    assert visitor.get_cookie("variant")["value"] == variant
    note(f"screenshots of the site: {tmp_path}")


@pytest.fixture
def with_sign_in_page(shop: Shop, address: str) -> Iterator[None]:
    """The site as in a stage without passwords: it sends users to the page of the user pool, which
    may send them back.
    """
    cognito, s3 = shop.client("cognito-idp"), shop.client("s3")
    ids = {
        "UserPoolId": shop.parameter("platform", "user-pool-id"),
        "ClientId": shop.parameter("platform", "token-audience"),
    }
    described = cognito.describe_user_pool_client(**ids)["UserPoolClient"]
    made = ("CreationDate", "LastModifiedDate", "ClientSecret")
    client = {name: value for name, value in described.items() if value and name not in made}
    urls = {"CallbackURLs": [f"{address}/"], "LogoutURLs": [f"{address}/"]}
    [bucket] = [
        each["Name"]
        for each in s3.list_buckets()["Buckets"]
        if each["Name"].startswith("storefront-site")
    ]
    file = {"Bucket": bucket, "Key": "config.json"}
    written = s3.get_object(**file)["Body"].read()
    config = {**json.loads(written), "signInPage": shop.endpoint}
    kept = {"ContentType": "application/json", "CacheControl": "no-cache"}
    cognito.update_user_pool_client(**{**client, **urls})
    s3.put_object(**file, **kept, Body=json.dumps(config).encode())
    yield
    s3.put_object(**file, **kept, Body=written)
    cognito.update_user_pool_client(**client)


@pytest.mark.usefixtures("with_sign_in_page")
def test_a_user_signs_in_at_the_page_of_the_user_pool_by_a_code(
    request, shop, address, tmp_path, note: Callable[[str], None]
):
    if MISSING:
        note(NOT_RUN)
        pytest.skip(NOT_RUN)
    visitor = request.getfixturevalue("visitor")
    shop.sign_in("paula")
    visitor.get(address)
    shown(visitor, "#sign-in-page button")
    assert not visitor.find_element(By.ID, "sign-in").is_displayed()
    pictured(visitor, tmp_path, "1-sign-in")

    # A code that another tab asked for is not taken.
    visitor.get(f"{address}/?code=theirs&state=theirs")
    shown(visitor, "#problem", "did not begin on this page")
    assert visitor.execute_script("return location.search") == ""

    visitor.find_element(By.CSS_SELECTOR, "#sign-in-page button").click()
    shown(visitor, "form[action='/login'] button")
    pictured(visitor, tmp_path, "2-user-pool")
    visitor.find_element(By.NAME, "username").send_keys("paula")
    visitor.find_element(By.NAME, "password").send_keys(PASSWORD)
    visitor.find_element(By.CSS_SELECTOR, "form[action='/login'] button").click()
    shown(visitor, "#connection", "Live")
    shown(visitor, "#user-name", "paula")
    pictured(visitor, tmp_path, "3-signed-in")
    kept = "return [location.search, sessionStorage.length, localStorage.length]"
    assert visitor.execute_script(kept) == ["", 0, 0]

    visitor.find_element(By.ID, "sign-out").click()
    shown(visitor, "#sign-in-page button")
    assert not visitor.find_element(By.ID, "shop").is_displayed()
    # The emulator's own page has no icon.
    said = [each["message"] for each in visitor.get_log("browser")]
    assert [each for each in said if "/favicon.ico" not in each] == []
    note(f"screenshots of the sign-in: {tmp_path}")
