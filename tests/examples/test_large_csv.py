"""Tests of loading a CSV file in parts."""

from __future__ import annotations

import csv
import io
import random

import pytest

from tests.large_files.__main__ import made, run
from tests.large_files.loading import Loader

FILE = b'id,name\n1,"a\nb"\n2,"say ""x""\n,y"\n3,c\n\n4\n,nobody\n5,"\xff"\n6,d'


@pytest.mark.parametrize("part_bytes", [1, 2, 5, 8, 13, 30, 1000])
def test_parts_of_any_size_give_the_same_rows_and_rejects(part_bytes):
    loader = Loader(FILE)
    done = loader.run(part_bytes)
    assert (done["loaded"], done["rejected"]) == (4, 3)
    assert {i: row["name"] for i, row in loader.rows.kept.items()} == {
        "1": "a\nb",
        "2": 'say "x"\n,y',
        "3": "c",
        "6": "d",
    }
    assert [row[:2] for row in csv.reader(io.StringIO(loader.rejects(done)))] == [
        ["line", "reason"],
        ["8", "1 fields in place of 2"],
        ["9", "no id"],
        ["10", "not UTF-8"],
    ]


@pytest.mark.parametrize("seed", range(20))
def test_every_record_is_in_one_part(seed, monkeypatch):
    chance = random.Random(seed)
    rows = [[str(n), "".join(chance.choices('ab,"\n', k=chance.randrange(9)))] for n in range(60)]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([["id", "name"], *rows])
    loader = Loader(text.getvalue().encode())
    monkeypatch.setattr(loader.modules["plan"], "BLOCK", chance.randrange(1, 40))
    done = loader.run(chance.randrange(1, 120))
    assert done["loaded"] == loader.rows.writes == 60
    assert [[each["id"], each["name"]] for each in loader.rows.kept.values()] == rows


def test_a_file_that_is_loaded_again_loads_only_what_is_left():
    loader = Loader(made(3_000))
    assert loader.run(10_000, until=3)["parts"] == 3
    before = loader.rows.writes
    rest = loader.run(10_000)
    assert rest["loaded"] == 2_997 - before
    assert rest["rows"] == loader.rows.writes == 2_997
    assert loader.run(10_000)["loaded"] == 0
    assert loader.rows.writes == 2_997


def test_a_file_without_rows_loads_none():
    for content in (b"id,name\n", b"id,name", b""):
        assert Loader(content).run(10)["loaded"] == 0


def test_a_small_file_through_the_command(capsys):
    assert run(20_000) == 0
    assert "19,980 loaded" in capsys.readouterr().out
