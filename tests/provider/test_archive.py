"""The same code always makes the same archive."""

from __future__ import annotations

import io
import os
import zipfile

import pytest
from pulumi.runtime import rpc

from local.provider.errors import ProviderError
from local.provider.resource_types.archive import contents, zipped
from local.provider.wire import SIGNATURE, Asset


def asset(**fields):
    return Asset({SIGNATURE: rpc._special_asset_sig, **fields})


def archive(**fields):
    return Asset({SIGNATURE: rpc._special_archive_sig, **fields})


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "code" / "deep").mkdir(parents=True)
    (tmp_path / "code" / "b.py").write_text("b")
    (tmp_path / "code" / "deep" / "a.py").write_text("a")
    return tmp_path / "code"


def test_files_and_texts_lie_where_the_program_put_them(folder):
    members = {"z/b.py": asset(path=str(folder / "b.py")), "a.py": asset(text="text")}
    assert contents(archive(assets=members)) == {"z/b.py": b"b", "a.py": b"text"}


def test_a_folder_is_an_archive_and_so_is_a_zip_file(folder, tmp_path):
    files = {"b.py": b"b", "deep/a.py": b"a"}
    (tmp_path / "code.zip").write_bytes(zipped(files))
    assert contents(archive(path=str(folder))) == files
    assert contents(archive(path=str(tmp_path / "code.zip"))) == files


def test_an_archive_within_an_archive_lies_below_its_name(folder):
    nested = archive(assets={"python": archive(path=str(folder))})
    assert set(contents(nested)) == {"python/b.py", "python/deep/a.py"}


def test_neither_the_order_nor_the_age_of_the_files_counts(folder):
    before = zipped(contents(archive(path=str(folder))))
    os.utime(folder / "b.py", (0, 0))
    after = zipped({"deep/a.py": b"a", "b.py": b"b"})
    assert before == after


def test_only_what_is_to_be_executed_is_executable():
    made = zipfile.ZipFile(io.BytesIO(zipped({"a": b"", "run": b""}, frozenset({"run"}))))
    modes = {entry.filename: oct(entry.external_attr >> 16) for entry in made.infolist()}
    assert modes == {"a": "0o100644", "run": "0o100755"}


@pytest.mark.parametrize(
    ("elsewhere", "said"),
    [
        (archive(uri="https://example.com/a.zip"), "not at https://example.com"),
        (archive(assets={"a.py": asset(uri="https://example.com/a.py")}), "the file a.py"),
        (archive(path=os.devnull), "neither a folder nor a zip file"),
    ],
)
def test_what_is_not_on_this_machine_is_refused(elsewhere, said):
    with pytest.raises(ProviderError, match=said):
        contents(elsewhere)
