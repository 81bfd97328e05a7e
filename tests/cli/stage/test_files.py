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


def test_what_is_written_is_for_its_user_alone(tmp_path):
    file = tmp_path / "stages" / "local" / "record.json"
    files.write_json(file, {"a": 1})
    with files.append(file.with_name("emulator.log")) as log:
        log.write(b"ready")
    assert {each.stat().st_mode & 0o777 for each in file.parent.iterdir()} == {0o600}
    assert {each.stat().st_mode & 0o777 for each in (file.parent, file.parent.parent)} == {0o700}


def test_a_folder_is_made_private_with_all_that_is_in_it_and_nothing_beyond(tmp_path):
    beyond = tmp_path / "beyond"
    beyond.write_text("")
    beyond.chmod(0o644)
    kept = tmp_path / "kept" / "tmp"
    kept.mkdir(parents=True)
    (kept / "bootstrap").write_text("")
    (kept / "bootstrap").chmod(0o755)
    (kept / "link").symlink_to(beyond)
    files.make_private(tmp_path / "kept")
    assert (kept / "bootstrap").stat().st_mode & 0o777 == 0o700
    assert files.is_private(kept)
    assert files.is_private(kept.parent)
    assert not files.is_private(beyond)


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"7", b"null", b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_object_is_read_as_none(tmp_path, content):
    file = tmp_path / "record.json"
    file.write_bytes(content)
    assert files.read_json(file) is None
    assert files.read_json(tmp_path / "none") is None


def test_nothing_in_local_or_cli_writes_a_file_that_stays_in_any_other_way():
    """Except in scratch folders, and by the scaffold, which takes back what it wrote."""
    allowed = {
        "cli/develop/scaffold/files.py",
        # What is no file: a device, a pipe, a link.
        "cli/terminal/output_file.py",
        # In the emulator's process, which has the umask of what is private.
        "local/emulator_process/calls.py",
        "local/files/__init__.py",
        "local/toolchain/build.py",
        "local/toolchain/installer.py",
        "local/toolchain/linked_sdks.py",
    }
    writers = {
        str(path.relative_to(ROOT))
        for folder in ("cli", "local")
        for path in (ROOT / folder).rglob("*.py")
        if re.search(r"\.write_(text|bytes)\(|open\((.*, )?\"[wa]", path.read_text("utf-8"))
    }
    assert writers == allowed
