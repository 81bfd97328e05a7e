"""An AWS of answers written beforehand, which remembers what it was asked."""

from __future__ import annotations

from typing import Any

import boto3
from botocore.stub import Stubber

from local.provider.cloud import Cloud

ENDPOINT = "http://127.0.0.1:1"


class Script:
    """A cloud whose client of one service knows its lines; every request must be expected."""

    def __init__(self, service: str) -> None:
        self.cloud = Cloud(region="eu-west-1", endpoints={service: ENDPOINT})
        self.cloud.__dict__["account"] = "000000000000"
        client = boto3.client(service, region_name="eu-west-1")
        self.cloud._clients[service] = client
        self._stub = Stubber(client)
        self._stub.activate()

    def expects(self, operation: str, request: dict[str, Any], answer: Any = None) -> None:
        self._stub.add_response(operation, answer or {}, request)

    def is_over(self) -> bool:
        self._stub.assert_no_pending_responses()
        return True
