"""SQS: visibility timeouts, and the messages that were sent."""

from __future__ import annotations

from typing import Any

from tests.fakes.client_errors import client_error
from tests.fakes.parameters import check


class Queues:
    """``visibility_timeouts`` are seconds by receipt handle; ``sent`` are the messages sent, and
    ``calls`` how many each call had. The next ``rejections`` messages of batches are rejected.

    ``is_unavailable`` makes every call fail.
    """

    def __init__(self) -> None:
        self.visibility_timeouts: dict[str, int] = {}
        self.is_unavailable = False
        self.sent: list[dict[str, Any]] = []
        self.calls: list[int] = []
        self.rejections = 0

    def send_message(self, **call: Any) -> dict[str, Any]:
        self._begin("SendMessage", call)
        self.sent.append(call)
        return {"MessageId": f"message-{len(self.sent)}"}

    def send_message_batch(self, **call: Any) -> dict[str, Any]:
        self._begin("SendMessageBatch", call)
        entries = call["Entries"]
        assert 1 <= len(entries) <= 10, "SendMessageBatch takes 1 to 10 entries"
        size = sum(len(entry["MessageBody"].encode()) for entry in entries)
        if len(entries) > 1 and size > 262_144:
            raise client_error("sqs", "BatchRequestTooLong", "the batch is over the limit")
        rejected, taken = entries[: self.rejections], entries[self.rejections :]
        self.rejections -= len(rejected)
        self.calls.append(len(entries))
        self.sent += [{"QueueUrl": call["QueueUrl"], **entry} for entry in taken]
        return {
            "Successful": [{"Id": entry["Id"]} for entry in taken],
            "Failed": [{"Id": entry["Id"], "Code": "InternalError"} for entry in rejected],
        }

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
