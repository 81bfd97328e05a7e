"""The steps of the import of a file, run one after the other as the state machine does."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import tests.fakes.environment  # noqa: F401
from services.catalog.app import load_import_part, merge_rejects, plan_file_import, store
from tests.fakes.clients import Aws
from tests.fakes.invocations import CONTEXT

__all__ = ["loaded", "rejects", "store", "uploaded"]

BUCKET, KEY = "imports", "imports/items.csv"


def uploaded(aws: Aws, content: bytes) -> dict[str, Any]:
    """The input of an execution for a new file."""
    aws.s3.put_object(Bucket=BUCKET, Key=KEY, Body=content)
    return {"key": KEY, "etag": hashlib.md5(content, usedforsecurity=False).hexdigest()}


def loaded(event: Mapping[str, Any], *, until: int | None = None) -> dict[str, Any]:
    """The output of an execution, or of one with the first parts only."""
    planned = plan_file_import.handle(event, CONTEXT)
    parts = [
        load_import_part.handle({"file": planned["file"], "part": part}, CONTEXT)
        for part in planned["parts"][:until]
    ]
    return dict(merge_rejects.handle({"file": planned["file"], "loaded": parts}, CONTEXT))


def rejects(aws: Aws, done: Mapping[str, Any]) -> str:
    """The file of rejects."""
    return aws.s3.kept[BUCKET, done["rejects"]].decode()
