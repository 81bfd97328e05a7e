"""Files that a caller names for what a command writes."""

from __future__ import annotations

import os
import threading

import pytest

from cli.terminal.output_file import write
from local.checkout import LocalError


def test_a_file_is_written_whole(tmp_path):
    write(str(tmp_path / "new" / "a"), "text")
    write(str(tmp_path / "new" / "a"), b"bytes")
    assert [(each.name, each.read_bytes()) for each in (tmp_path / "new").iterdir()] == [
        ("a", b"bytes")
    ]


def test_stdout_is_printed_to_and_no_file_is_put_in_its_place(capfdbinary):
    before = os.lstat("/dev/stdout")
    write("/dev/stdout", b"\x00 bytes\n")
    write("/dev/stdout", "and text")
    assert capfdbinary.readouterr().out == b"\x00 bytes\nand text"
    assert os.lstat("/dev/stdout") == before


def test_a_link_stays_a_link_and_its_file_is_written(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "file")
    write(str(tmp_path / "link"), "text")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_text() == "text"


def test_a_pipe_stays_a_pipe(tmp_path):
    pipe, read = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()))
    reader.start()
    write(str(pipe), "text")
    reader.join(timeout=10)
    assert read == ["text"]
    assert pipe.is_fifo()


def test_what_cannot_be_written_is_named(tmp_path):
    with pytest.raises(LocalError) as refused:
        write(str(tmp_path), "text")
    assert str(refused.value) == f"cannot write {tmp_path}: Is a directory"
