"""Mail: what was sent through SES; the next ``refusals`` letters are not taken."""

from __future__ import annotations

from typing import Any

from tests.fakes.parameters import check
from tests.fakes.refusals import refusal


class Mail:
    """The letters, in the order they were sent."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.refusals = 0

    def send_email(self, **call: Any) -> dict[str, Any]:
        check("sesv2", "SendEmail", call)
        if self.refusals:
            self.refusals -= 1
            raise refusal("sesv2", "TooManyRequestsException", "slow down")
        self.sent.append(call)
        return {"MessageId": f"letter-{len(self.sent)}"}
