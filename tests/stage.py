"""Stage: a whole stage, or one service of it, deployed in memory with its configuration file."""

from __future__ import annotations

import fcntl
import json
import os
import pickle
import runpy
from contextlib import AbstractContextManager
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from unittest import mock

import yaml

from settings import KEY, ROOT, file_of, stage_and_service
from tests.cloud import ACCOUNT, Cloud, deploy
from tests.workers import SHARED_FOLDER

STAGES = ("local", "dev", "prod")

# What no stage's file says, in one program of a stage for the tests of all of it.
PARTNER, SENDER, RECIPIENT = (
    "https://partner.example.com/orders",
    "r@shop.example",
    "f@shop.example",
)
BANK = {
    "adapter": "http",
    "endpoint": "https://bank.example.com/v1",
    "secret": "/shop/bank/secret",
}
CARRIER = {
    "adapter": "http",
    "endpoint": "https://carrier.example.com",
    "secret": "/shop/carrier/secret",
}
SCANNER = {
    "adapter": "http",
    "endpoint": "https://scanner.example.com",
    "secret": "/shop/scanner/secret",
}
BOUNDARY = f"arn:aws:iam::{ACCOUNT}:policy/platform-pipelines/platform-dev-boundary"
# A service that stages choose, and that no local stage can have.
SUPPLIERS = {"zones": ["eu-west-1a", "eu-west-1b"], "cache": True}
CHOSEN = {"suppliers": SUPPLIERS}
OPTIONAL = {
    "carrier": CARRIER,
    "owns_api_logs_role": False,
    "partner_webhook": PARTNER,
    "permissions_boundary": BOUNDARY,
    "payment_processor": BANK,
    "report_sender": SENDER,
    "report_emails": [RECIPIENT],
    "scanner": SCANNER,
    "self_sign_up": True,
    "user_mail": {
        "address": "accounts@shop.example.com",
        "identity": f"arn:aws:ses:eu-west-1:{ACCOUNT}:identity/shop.example.com",
        "display_name": "The shop",
    },
    "sign_in_page": {
        "domain": "shop-of-a-test",
        "callback_urls": ["https://shop.example.com/signed-in"],
        "logout_urls": ["https://shop.example.com/"],
    },
}

# The same in another partition, with choreography alone, another engine of search, and nothing that
# an account has once.
UNUSUAL = {
    **OPTIONAL,
    "order_modes": ["choreography"],
    "owns_report_sender": False,
    "permissions_boundary": BOUNDARY.replace("arn:aws:", "arn:aws-us-gov:"),
    "region": "us-gov-west-1",
    "search": {"engine": "opensearch"},
}


def config_of(stage: str) -> dict[str, Any]:
    """The configuration in a stage's file, as the engine gives it to the program."""
    config = yaml.safe_load(file_of(stage).read_text(encoding="utf-8"))["config"]
    return {KEY: config[KEY]}


def deployed(stack: str, **settings: Any) -> Cloud:
    """The resources of a stack, with some of its stage's settings changed.

    The program is run once for each combination in a test session, by whichever worker is first;
    again if there are other documents of APIs, which it deploys.
    ``result`` is the names of the stack's outputs.
    """
    return _deployed(stack, json.dumps(settings, sort_keys=True))


@cache
def _deployed(stack: str, settings: str) -> Cloud:
    folder = os.environ.get(SHARED_FOLDER)
    if folder is None:
        return deployed_now(stack, **json.loads(settings))
    documents = sorted(each.name for each in (ROOT / "docs" / "openapi").iterdir())
    file = Path(folder, sha256(f"{stack} {settings} {documents}".encode()).hexdigest())
    with file.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.exists():
            cloud = deployed_now(stack, **json.loads(settings))
            file.write_bytes(pickle.dumps((cloud.resources, cloud.result)))
            return cloud
    resources, result = pickle.loads(file.read_bytes())
    return Cloud(resources=resources, result=result)


def deployed_with(service: str) -> Cloud:
    """A program that has a service: the stage dev, or the stack of a service that stages choose."""
    if service in CHOSEN:
        return deployed(f"dev-{service}", **{service: CHOSEN[service]})
    return deployed("dev")


def deployed_now(stack: str, **settings: Any) -> Cloud:
    """As ``deployed``, but run each time, for measurements."""
    stage, _ = stage_and_service(stack)
    with not_deployed():
        return deploy(
            lambda: sorted(runpy.run_path(str(ROOT / "__main__.py"))["outputs"]),
            stack=stack,
            config={KEY: {**config_of(stage)[KEY], **settings}},
            lookups={
                "aws:index/getCallerIdentity:getCallerIdentity": lambda _: {"accountId": ACCOUNT},
                "aws:ssm/getParameter:getParameter": parameter,
            },
        )


def not_deployed() -> AbstractContextManager[object]:
    """The program runs in memory only: whether its stage may be deployed to AWS is not asked."""
    return mock.patch("settings.deployable.check")


def parameter(args: dict[str, Any]) -> dict[str, Any]:
    """A parameter of the platform stack, with a made-up value."""
    key = args["name"].rpartition("/")[2]
    return {"name": args["name"], "insecureValue": f"arn:aws:{key}:eu-west-1:{ACCOUNT}:{key}"}
