"""Accounts of moto's, and the operations by which they were changed."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field

import boto3
import botocore.client
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from cli import __main__ as command
from cli.stage.account import Account

READS = ("Get", "Head", "List", "Describe")
REGION = "eu-west-1"
WORDS = ["bootstrap", "dev", "--github", "shop/platform"]


@dataclass
class Aws:
    """What was changed, by operation; no more than ``allowed`` changes are made, the next fails."""

    changes: list[str] = field(default_factory=list)
    allowed: int | None = None

    def client(self, service, region=REGION):
        return Account("dev", region).client(service)

    def asked(self, operation):
        if operation.startswith(READS):
            return
        if self.allowed is not None and len(self.changes) >= self.allowed:
            error = {"Error": {"Code": "Throttling", "Message": "Rate exceeded"}}
            raise ClientError(error, operation)
        self.changes.append(operation)

    def taken(self):
        """The changes since the last call."""
        found, self.changes = self.changes, []
        return found


@pytest.fixture(scope="module", autouse=True)
def clients():
    """Made once for all tests of a module, which takes most of the time; none is left behind."""
    Account.client.cache_clear()
    with pytest.MonkeyPatch.context() as patch:
        session = boto3.Session("caller", "secret", region_name=REGION)
        patch.setattr(boto3, "DEFAULT_SESSION", session)
        yield
    Account.client.cache_clear()


@contextmanager
def account():
    made = Aws()
    with mock_aws(), pytest.MonkeyPatch.context() as patch:
        call = botocore.client.BaseClient._make_api_call

        def watched(client, operation, parameters):
            made.asked(operation)
            return call(client, operation, parameters)

        patch.setattr(botocore.client.BaseClient, "_make_api_call", watched)
        yield made


@pytest.fixture
def aws():
    """An account in which nothing has been made."""
    with account() as made:
        yield made


@pytest.fixture(scope="module")
def bootstrapped():
    """One in which all has been made, for dev on GitHub; a test leaves it as it was."""
    with account() as made:
        assert command.main([*WORDS, "--yes"]) == 0
        yield made


@pytest.fixture
def whole(bootstrapped, capsys):
    bootstrapped.taken()
    return bootstrapped
