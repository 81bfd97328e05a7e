"""Files are written whole or not at all."""

from __future__ import annotations

import os
import re

import pytest

from local import files
from local.checkout import ROOT


def test_a_file_is_replaced_in_one_step(tmp_path, monkeypatch):
    file = tmp_path / "made" / "record.json"
    files.write_json(file, {"a": 1})
    monkeypatch.setattr(
        files.Path, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "full"))
    )
    with pytest.raises(OSError, match="full"):
        files.write_json(file, {"a": 2})
    assert files.read_json(file) == {"a": 1}
    assert list(file.parent.iterdir()) == [file]


def test_a_full_disk_leaves_the_old_file_and_no_draft(tmp_path, monkeypatch):
    file = tmp_path / "record.json"
    files.write(file, '{"a": 1}')
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "full")))
    with pytest.raises(OSError, match="full"):
        files.write(file, "{}")
    assert files.read_json(file) == {"a": 1}
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"7", b"null", b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_object_is_read_as_none(tmp_path, content):
    file = tmp_path / "record.json"
    file.write_bytes(content)
    assert files.read_json(file) is None
    assert files.read_json(tmp_path / "none") is None


def test_nothing_in_local_or_cli_writes_a_file_that_stays_in_any_other_way():
    """Except in scratch folders, and by the scaffold, which takes back what it wrote."""
    allowed = {
        "cli/scaffold/files.py",
        "local/files/__init__.py",
        "local/stacks.py",
        "local/toolchain/build.py",
        "local/toolchain/installer.py",
        "local/toolchain/linked_sdks.py",
    }
    writers = {
        str(path.relative_to(ROOT))
        for folder in ("cli", "local")
        for path in (ROOT / folder).rglob("*.py")
        if re.search(r"\.write_(text|bytes)\(|\.open\(\"w", path.read_text("utf-8"))
    }
    assert writers == allowed
