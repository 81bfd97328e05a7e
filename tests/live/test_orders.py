"""Orders on a stage: each succeeds or fails as it must, in both modes, and is notified once."""

from __future__ import annotations

from functools import partial

import pytest

from contracts.orders import Mode
from settings import Settings
from tests.flows.cases import ALL, CASES, MODES, Case, Counter, check_end
from tests.flows.live_shop import LiveShop
from tests.flows.rows import written
from tests.flows.shopping import until


@pytest.fixture(scope="module", params=MODES)
def counter(
    request: pytest.FixtureRequest, settings: Settings, shop: LiveShop, agent: str
) -> Counter:
    """Orders in each mode of the stage: by its API in the mode of new orders, else as rows."""
    mode: Mode = request.param
    if mode not in settings.order_modes:
        pytest.skip(f"stage {settings.stage} processes no orders in the mode {mode}")
    by_api = mode == settings.order_modes[0]
    place = None if by_api else partial(written, shop, shop.account, mode)
    return Counter(shop, agent, mode, place)


@pytest.mark.parametrize("case", ALL, ids=list(CASES))
def test_an_order_ends_as_it_must_and_every_service_agrees(counter: Counter, case: Case) -> None:
    check_end(counter, case)


@pytest.mark.parametrize("name", ["nothing fails", "the card is declined"])
def test_the_customer_is_notified_of_the_end(counter: Counter, name: str) -> None:
    result = counter.result(name)
    [notice] = until(lambda: counter.notices(result), lambda notices: notices)
    assert notice["orderId"] == result.order["orderId"]
    assert notice["kind"] == f"Order{result.order['status'].capitalize()}"
