"""A whole stage, or one service of it, deployed in memory from its own configuration file."""

from __future__ import annotations

import runpy
from functools import cache
from typing import Any

import yaml

from settings import KEY, ROOT, file_of, stage_and_service
from tests.cloud import ACCOUNT, Cloud, deploy

STAGES = ("local", "dev", "prod")


def config_of(stage: str) -> dict[str, Any]:
    """What the engine would hand the program from a stage's file."""
    config = yaml.safe_load(file_of(stage).read_text(encoding="utf-8"))["config"]
    return {KEY: config[KEY]}


@cache
def deployed(stack: str) -> Cloud:
    """The program of a stack, run once in this process."""
    return deployed_with(stack)


def deployed_with(stack: str, **settings: Any) -> Cloud:
    """The program of a stack with some of its stage's settings changed."""
    stage, _ = stage_and_service(stack)
    return deploy(
        lambda: runpy.run_path(str(ROOT / "__main__.py")) and None,
        stack=stack,
        config={KEY: {**config_of(stage)[KEY], **settings}},
        lookups={
            "aws:index/getCallerIdentity:getCallerIdentity": lambda _: {"accountId": ACCOUNT},
            "aws:ssm/getParameter:getParameter": parameter,
        },
    )


def parameter(args: dict[str, Any]) -> dict[str, Any]:
    """What the platform's own stack would have registered under a path."""
    key = args["name"].rpartition("/")[2]
    return {"name": args["name"], "insecureValue": f"arn:aws:{key}:eu-west-1:{ACCOUNT}:{key}"}
