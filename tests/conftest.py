"""What every test runs with: no AWS, no network beyond this machine, and the time of each tier.

Tests of a stage, ``pytest tests/live --stage dev``, run alone, with the caller's credentials.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator, Mapping

from local.forks.client import VARIABLE as FORK_SERVER
from local.forks.engines import preloaded

# Looking for garbage would take a quarter of the time; without it a worker has 1.7 GB at the end.
gc.disable()
# Each worker compiles the tests and what they import, unless it finds the byte code of an earlier
# run: a fifth of the time before the first test.
sys.dont_write_bytecode = False

CREDENTIALS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION")
PLACES = ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL")
METADATA = "AWS_EC2_METADATA_DISABLED"
CALLERS_OWN = {name: os.environ.get(name) for name in (*CREDENTIALS, *PLACES, METADATA)}

os.environ.update(
    {
        # An Output in an f-string becomes text that passes every test, unless it is made an error.
        "PULUMI_ERROR_OUTPUT_STRING": "true",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "eu-west-1",
        "AWS_EC2_METADATA_DISABLED": "true",
        # None in the unit tier; the tiers that run engines share one.
        FORK_SERVER: "",
    }
)
for variable in PLACES:
    os.environ.pop(variable, None)

import pytest  # noqa: E402
from xdist.remote import Producer  # noqa: E402

from tests.cloud import use_loop  # noqa: E402
from tests.network import only_this_machine  # noqa: E402
from tests.tiers import NOTE, TierTimes, tier_of  # noqa: E402
from tests.workers import ON_WORKER, Together, in_order, run_and_report_once, share_a_folder  # noqa: E402


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--stage", help="the stage on which tests/live run, on AWS too")
    parser.addoption("--own-stage", help="in place of it a new one, like this, removed at the end")


def is_live(config: pytest.Config) -> bool:
    """Whether a stage is named, which may be on AWS."""
    return bool(config.getoption("--stage") or config.getoption("--own-stage"))


def pytest_configure(config: pytest.Config) -> None:
    if not is_live(config):
        only_this_machine()
    else:
        give_back(CALLERS_OWN)
    config.pluginmanager.register(TierTimes(), "tier-times")
    if config.getoption("numprocesses", None):
        share_a_folder(config)


def pytest_runtest_setup() -> None:
    use_loop()


def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    if not ON_WORKER:
        return None
    run_and_report_once(item, nextitem)
    return True


def pytest_collection_finish() -> None:
    # The first property of a process looks for garbage too: sooner, there is less to look at.
    if hypothesis := sys.modules.get("hypothesis"):
        hypothesis.given(hypothesis.strategies.none())(lambda _: None)()


def pytest_unconfigure() -> None:
    # pytest looks for garbage once more: in all that the tests of a worker have left, that takes
    # longer than the ten seconds after which the worker is killed.
    gc.freeze()


def give_back(variables: Mapping[str, str | None]) -> None:
    """Set variables of the process as they were; those that are None were not set."""
    for name, value in variables.items():
        os.environ.pop(name, None)
        if value is not None:
            os.environ[name] = value


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if is_live(config) and any(tier_of(item.nodeid) != "live" for item in items):
        raise pytest.UsageError("--stage is for tests/live alone: pytest tests/live --stage dev")
    in_order(items)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Together:
    return Together(config, log)


@pytest.fixture
def note(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Says something at the end of the session, whichever process the test runs in."""
    return lambda text: request.node.user_properties.append((NOTE, text))


@pytest.fixture(scope="session")
def fork_server() -> Iterator[None]:
    """The engines of this process, and of the commands that it runs, share a fork server."""
    del os.environ[FORK_SERVER]
    with preloaded():
        yield
    os.environ[FORK_SERVER] = ""
