"""The clients of EventBridge, SNS and Parameter Store, and one of each service."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from tests.fakes.catalog import Catalog
from tests.fakes.client_errors import client_error
from tests.fakes.dynamodb import DynamoDB
from tests.fakes.logs import Logs
from tests.fakes.mail import Mail
from tests.fakes.objects import Objects
from tests.fakes.parameters import check
from tests.fakes.queues import Queues
from tests.fakes.shards import Shards
from tests.fakes.sockets import Sockets
from tests.fakes.workflows import Workflows


class Events:
    """A bus; the next ``failures`` entries are rejected, and those that ``reject`` names."""

    def __init__(self) -> None:
        self.entries: list[dict[str, Any]] = []
        self.batches: list[int] = []
        self.failures = 0
        self._rejected: tuple[str, int] = ("", 0)

    def reject(self, text: str, times: int) -> None:
        """Reject the next ``times`` entries with this text in their detail."""
        self._rejected = (text, times)

    def put_events(self, **call: Any) -> dict[str, Any]:
        check("events", "PutEvents", call)
        assert 1 <= len(call["Entries"]) <= 10, "PutEvents takes 1 to 10 entries"
        if sum(map(_size, call["Entries"])) > 262_144:
            raise client_error(
                "events",
                "ValidationException",
                "Total size of the entries in the request is over the limit.",
            )
        self.batches.append(len(call["Entries"]))
        return {
            "FailedEntryCount": min(self.failures, len(call["Entries"])),
            "Entries": [self._take(entry) for entry in call["Entries"]],
        }

    def _take(self, entry: dict[str, Any]) -> dict[str, Any]:
        text, times = self._rejected
        is_named = times > 0 and text in entry["Detail"]
        if self.failures or is_named:
            self.failures = max(0, self.failures - 1)
            self._rejected = (text, times - is_named)
            return {"ErrorCode": "ThrottlingException", "ErrorMessage": "slow down"}
        self.entries.append(entry)
        return {"EventId": f"event-{len(self.entries)}"}

    def published(self) -> list[dict[str, Any]]:
        """The published events, as rules deliver them."""
        return [
            {
                "source": entry["Source"],
                "detail-type": entry["DetailType"],
                "detail": json.loads(entry["Detail"]),
            }
            for entry in self.entries
        ]


def _size(entry: dict[str, Any]) -> int:
    return sum(len(entry[part].encode()) for part in ("Source", "DetailType", "Detail"))


class Topic:
    """What was published."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []

    def publish(self, **call: Any) -> dict[str, Any]:
        check("sns", "Publish", call)
        self.messages.append(call)
        return {"MessageId": f"message-{len(self.messages)}"}


class Parameters:
    """A parameter store; ``reads`` counts the requests."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}
        self.reads = 0

    def get_parameter(self, **call: Any) -> dict[str, Any]:
        check("ssm", "GetParameter", call)
        self.reads += 1
        if call["Name"] not in self.values:
            raise client_error("ssm", "ParameterNotFound", call["Name"])
        return {"Parameter": {"Name": call["Name"], "Value": self.values[call["Name"]]}}


class Roles:
    """STS: credentials of a role for an hour; ``assumed`` are the roles that were asked for."""

    meta = SimpleNamespace(region_name="eu-west-1")

    def __init__(self) -> None:
        self.assumed: list[str] = []

    def assume_role(self, **call: Any) -> dict[str, Any]:
        check("sts", "AssumeRole", call)
        self.assumed.append(call["RoleArn"])
        return {
            "Credentials": {
                "AccessKeyId": "key",
                "SecretAccessKey": "secret",
                "SessionToken": "token",
                "Expiration": datetime.now(UTC) + timedelta(hours=1),
            }
        }


class Aws:
    """One client of each service, by boto3's name of it."""

    def __init__(self) -> None:
        self.dynamodb, self.events, self.sns, self.sqs = DynamoDB(), Events(), Topic(), Queues()
        self.stepfunctions, self.ssm = Workflows(), Parameters()
        self.s3, self.logs, self.sesv2 = Objects(), Logs(), Mail()
        self.apigatewaymanagementapi, self.glue, self.kinesis = Sockets(), Catalog(), Shards()
        self.sts = Roles()

    def client(self, service: str, endpoint: str | None = None) -> Any:
        made = getattr(self, service)
        if endpoint is not None:
            made.endpoint = endpoint
        return made
