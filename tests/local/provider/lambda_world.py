"""What most functions of the tests need around them: a role, and code that is text."""

from __future__ import annotations

import json
from typing import Any

from pulumi.runtime import rpc

from local.provider.wire import SIGNATURE, Asset, Props
from tests.local.provider.walk import Made, Workshop

ROLE = "aws:iam/role:Role"
FUNCTION = "aws:lambda/function:Function"

TRUST = {"Effect": "Allow", "Action": "sts:AssumeRole"}


def trust(service: str) -> str:
    statement = {**TRUST, "Principal": {"Service": f"{service}.amazonaws.com"}}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def archive(**texts: str) -> Asset:
    """An archive as the engine sends it; ``__`` in a name stands for a slash."""
    members = {
        name.replace("__", "/") + ".py": Asset({SIGNATURE: rpc._special_asset_sig, "text": text})
        for name, text in texts.items()
    }
    return Asset({SIGNATURE: rpc._special_archive_sig, "assets": members})


def function(shop: Workshop, name: str, code: str, **inputs: Any) -> Made:
    """A Python function of one module, ``app/main.py``, whose handler is ``handle``."""
    role = shop.make(ROLE, f"{name}-role", assumeRolePolicy=trust("lambda"))
    said: Props = {"runtime": "python3.12", "handler": "app.main.handle", "timeout": 10, **inputs}
    return shop.make(FUNCTION, name, role=role.state["arn"], code=archive(app__main=code), **said)


def invoke(made: Made, event: Any = None) -> tuple[Any, str | None]:
    """What a function answered, and how it failed."""
    answer = made.provider.cloud.client("lambda").invoke(
        FunctionName=made.id, Payload=json.dumps(event)
    )
    return json.loads(answer["Payload"].read()), answer.get("FunctionError")
