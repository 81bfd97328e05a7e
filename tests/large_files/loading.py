"""The handlers of the example ``large-csv``, run one after the other as its workflow does."""

from __future__ import annotations

import hashlib
import importlib
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any
from unittest import mock

from botocore.exceptions import ClientError

from settings import ROOT

APP = str(ROOT / "examples" / "large-csv" / "app")
STEPS = ("parts", "plan", "load", "merge")
BUCKET, KEY = "files", "large-files/rows.csv"


class Files:
    """A bucket with one file of any size, of which ranges are read, and small results."""

    exceptions = type("Exceptions", (), {"ClientError": ClientError})

    def __init__(self, content: bytes) -> None:
        self.kept = {KEY: content}
        self.etag = hashlib.md5(content, usedforsecurity=False).hexdigest()
        self.largest = 0

    def get_object(self, **call: Any) -> dict[str, Any]:
        if call["Key"] not in self.kept:
            raise ClientError({"Error": {"Code": "AccessDenied", "Message": ""}}, "GetObject")
        content = self.kept[call["Key"]]
        if "Range" in call:
            first, _, last = call["Range"].removeprefix("bytes=").partition("-")
            content = content[int(first) : int(last) + 1]
            self.largest = max(self.largest, len(content))
        return {"Body": io.BytesIO(content), "ContentLength": len(content)}

    def put_object(self, **call: Any) -> None:
        self.kept[call["Key"]] = call["Body"]


class Rows:
    """A table that counts what is written, and keeps it if asked to."""

    def __init__(self, keep: bool = True) -> None:
        self.kept: dict[str, dict[str, str]] = {}
        self.keep, self.writes = keep, 0

    @contextmanager
    def batch_writer(self, overwrite_by_pkeys: list[str]) -> Iterator[Rows]:
        yield self

    def put_item(self, Item: dict[str, str]) -> None:  # noqa: N803
        self.writes += 1
        if self.keep:
            self.kept[Item["id"]] = Item


class Loader:
    """The workflow of the example over one file; ``fails`` is a part that fails the first time."""

    def __init__(self, content: bytes, *, keep: bool = True) -> None:
        self.files, self.rows = Files(content), Rows(keep)
        resource = mock.Mock(Table=mock.Mock(return_value=self.rows))
        with (
            mock.patch("boto3.client", return_value=self.files),
            mock.patch("boto3.resource", return_value=resource),
            mock.patch.dict("os.environ", ROWS="rows", BUCKET=BUCKET),
            mock.patch.object(sys, "path", [APP, *sys.path]),
        ):
            self.modules = {name: self._fresh(name) for name in STEPS}

    def run(self, part_bytes: int, *, until: int | None = None) -> dict[str, Any]:
        """Load the file in parts of this size, or only the first of them."""
        event = {"bucket": BUCKET, "key": KEY, "etag": self.files.etag, "partBytes": part_bytes}
        planned = self.modules["plan"].handle(event, None)
        loaded = [
            self.modules["load"].handle({"file": planned["file"], "part": part}, None)
            for part in planned["parts"][:until]
        ]
        done: dict[str, Any] = self.modules["merge"].handle({**planned, "loaded": loaded}, None)
        return done

    def rejects(self, done: dict[str, Any]) -> str:
        return str(self.files.kept[done["rejects"]].decode())

    @staticmethod
    def _fresh(name: str) -> ModuleType:
        sys.modules.pop(name, None)
        return importlib.import_module(name)
