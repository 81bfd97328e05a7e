"""SQS: visibility timeouts, and the messages that were sent."""

from __future__ import annotations

from typing import Any

from tests.fakes.client_errors import client_error
from tests.fakes.parameters import check


class Queues:
    """``visibility_timeouts`` are seconds by receipt handle, ``sent`` the calls of SendMessage.

    ``is_unavailable`` makes every call fail.
    """

    def __init__(self) -> None:
        self.visibility_timeouts: dict[str, int] = {}
        self.sent: list[dict[str, Any]] = []
        self.is_unavailable = False

    def send_message(self, **call: Any) -> dict[str, Any]:
        self._begin("SendMessage", call)
        self.sent.append(call)
        return {"MessageId": f"message-{len(self.sent)}"}

    def change_message_visibility_batch(self, **call: Any) -> dict[str, Any]:
        self._begin("ChangeMessageVisibilityBatch", call)
        entries = call["Entries"]
        assert 1 <= len(entries) <= 10, "ChangeMessageVisibilityBatch takes 1 to 10 entries"
        wrong = [entry["Id"] for entry in entries if not 0 <= entry["VisibilityTimeout"] <= 43_200]
        self.visibility_timeouts |= {
            entry["ReceiptHandle"]: entry["VisibilityTimeout"]
            for entry in entries
            if entry["Id"] not in wrong
        }
        return {
            "Successful": [{"Id": entry["Id"]} for entry in entries if entry["Id"] not in wrong],
            "Failed": [{"Id": wrong_id, "Code": "InvalidParameterValue"} for wrong_id in wrong],
        }

    def _begin(self, operation: str, call: dict[str, Any]) -> None:
        check("sqs", operation, call)
        if self.is_unavailable:
            raise client_error("sqs", "ServiceUnavailable", "the queue does not respond")
