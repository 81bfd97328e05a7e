"""Fingerprints: what a deployment depends on, and what not."""

from __future__ import annotations

import os

from cli.stage.unchanged import SHARED
from local import fingerprint
from local.checkout import ROOT


def test_a_fingerprint_changes_with_a_byte_a_word_and_a_new_file(tmp_path):
    def now(word):
        return fingerprint.of([word], fingerprint.sources(tmp_path, ["a*", "folder"]))

    (tmp_path / "folder").mkdir()
    (tmp_path / "a.py").write_text("a")
    first = now("x")
    assert now("x") == first
    (tmp_path / "a.py").write_text("b")
    second = now("x")
    (tmp_path / "folder" / "new.json").write_text("{}")
    assert len({first, second, now("x"), now("y")}) == 4


def test_a_fingerprint_has_no_mark_of_an_editor_and_nothing_that_python_compiled(tmp_path):
    made = tmp_path / "folder" / "__pycache__" / "a.pyc"
    made.parent.mkdir(parents=True)
    made.write_bytes(b"")
    (tmp_path / "folder" / "a.py").write_text("a")
    # Emacs marks a file that is open and not saved by such a link.
    (tmp_path / "folder" / ".#a.py").symlink_to("someone@somewhere.1:2")
    found = fingerprint.sources(tmp_path, ["folder"])
    assert list(found) == [tmp_path / "folder" / "a.py"]


def test_a_fingerprint_covers_the_program_and_not_what_is_made_of_it():
    files = fingerprint.sources(ROOT, SHARED)
    covered = {str(path.relative_to(ROOT)) for path in files}
    for file in ("__main__.py", "Pulumi.yaml", "requirements.txt", "program/build.py"):
        assert file in covered
    assert not [path for path in covered if "__pycache__" in path or path.startswith(".")]
    assert not [path for path in covered if path.startswith(f"services{os.sep}orders")]
