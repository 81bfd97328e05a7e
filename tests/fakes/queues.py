"""Queues: when what failed may be seen again."""

from __future__ import annotations

from typing import Any

from tests.fakes.parameters import check
from tests.fakes.refusals import refusal


class Queues:
    """``visible_in`` holds the seconds by receipt handle; ``is_away`` makes every call fail."""

    def __init__(self) -> None:
        self.visible_in: dict[str, int] = {}
        self.is_away = False

    def change_message_visibility_batch(self, **call: Any) -> dict[str, Any]:
        self._begin("ChangeMessageVisibilityBatch", call)
        entries = call["Entries"]
        assert 1 <= len(entries) <= 10, "ChangeMessageVisibilityBatch takes 1 to 10 entries"
        wrong = [entry["Id"] for entry in entries if not 0 <= entry["VisibilityTimeout"] <= 43_200]
        self.visible_in |= {
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
        if self.is_away:
            raise refusal("sqs", "ServiceUnavailable", "the queue does not answer")
