"""Mail: what was sent through SES; the next ``failures`` messages are rejected."""

from __future__ import annotations

from typing import Any

from tests.fakes.client_errors import client_error
from tests.fakes.parameters import check


class Mail:
    """The messages, in the order in which they were sent."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.failures = 0

    def send_email(self, **call: Any) -> dict[str, Any]:
        check("sesv2", "SendEmail", call)
        if self.failures:
            self.failures -= 1
            raise client_error("sesv2", "TooManyRequestsException", "slow down")
        self.sent.append(call)
        return {"MessageId": f"message-{len(self.sent)}"}
