"""What every test runs with: no AWS, no network beyond this machine, and the time of each tier."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable

# The programs that tests run make many objects and keep them; see ``__main__.py``.
gc.set_threshold(50_000, 20, 100)

os.environ.update(
    {
        # An Output in an f-string becomes text that passes every test, unless it is made an error.
        "PULUMI_ERROR_OUTPUT_STRING": "true",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_EC2_METADATA_DISABLED": "true",
    }
)
for variable in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL"):
    os.environ.pop(variable, None)

import pytest  # noqa: E402
from xdist.remote import Producer  # noqa: E402

from tests.network import only_this_machine  # noqa: E402
from tests.tiers import NOTE, TierTimes  # noqa: E402
from tests.workers import Together, in_order, share_a_folder  # noqa: E402

only_this_machine()


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(TierTimes(), "tier-times")
    if config.getoption("numprocesses", None):
        share_a_folder(config)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    in_order(items)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Together:
    return Together(config, log)


@pytest.fixture
def note(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Says something at the end of the session, whichever process the test runs in."""
    return lambda text: request.node.user_properties.append((NOTE, text))
