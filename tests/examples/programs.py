"""Programs of the examples, run in memory."""

from __future__ import annotations

import os
import runpy
from functools import cache

import pulumi
import pytest

from local.examples import every
from settings import ROOT
from tests.cloud import ACCOUNT, REGION, Cloud, deploy

NAMES = [example.name for example in every()]

LOOKUPS = {
    "aws:index/getCallerIdentity:getCallerIdentity": lambda _: {"accountId": ACCOUNT},
    "aws:index/getRegion:getRegion": lambda _: {"region": REGION},
}


@cache
def recorded(name: str) -> Cloud:
    """What an example makes; ``result`` holds the names of its outputs."""
    exported: list[str] = []

    def program() -> list[str]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(pulumi, "export", lambda output, _: exported.append(output))
            runpy.run_path("__main__.py")
        return exported

    before = os.getcwd()
    os.chdir(ROOT / "examples" / name)
    try:
        return deploy(program, lookups=LOOKUPS)
    finally:
        os.chdir(before)
