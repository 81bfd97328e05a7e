"""Tests of the parts of a CSV file."""

from __future__ import annotations

import csv
import io
import random

import pytest

from runtime.csv_parts import records, split

FILE = b'id,name\n1,"a\nb"\n2,"say ""x""\n,y"\n3,c\n\n4\n5,"\xff"\n6,"d'


def parts_of(content, size, block):
    blocks = [content[at : at + block] for at in range(0, len(content), block)]
    return split(blocks, size)


def read(content, size, block):
    _, parts = parts_of(content, size, block)
    return [
        record
        for part in parts
        for record in records(content[part.first : part.last + 1], part.line)
    ]


@pytest.mark.parametrize("size", [1, 2, 5, 8, 13, 30, 1000])
@pytest.mark.parametrize("block", [1, 3, 7, 1000])
def test_parts_of_any_size_have_the_same_records_with_their_lines(size, block):
    assert read(FILE, size, block) == [
        (2, ["1", "a\nb"]),
        (4, ["2", 'say "x"\n,y']),
        (6, ["3", "c"]),
        (8, ["4"]),
        (9, ["5", "\ufffd"]),
        (10, "unexpected end of data"),
    ]


@pytest.mark.parametrize("seed", range(30))
def test_every_record_is_in_one_part_and_a_part_has_its_size(seed):
    chance = random.Random(seed)
    rows = [[str(n), "".join(chance.choices('ab,"\n', k=chance.randrange(9)))] for n in range(60)]
    text = io.StringIO()
    csv.writer(text, lineterminator=chance.choice(["\n", "\r\n"])).writerows([["id", "n"], *rows])
    content, size = text.getvalue().encode(), chance.randrange(1, 120)
    found = read(content, size, chance.randrange(1, 90))
    assert [fields for _, fields in found] == rows
    lines = content.decode().split("\n")
    assert all(lines[line - 1].startswith(fields[0]) for line, fields in found)
    _, parts = parts_of(content, size, 50)
    assert all(part.last - part.first + 1 >= size for part in parts[:-1])
    ends = [part.last + 1 for part in parts]
    assert [part.first for part in parts] == [content.index(b"\n") + 1, *ends[:-1]]
    assert ends[-1] == len(content)


@pytest.mark.parametrize(
    ("content", "header"), [(b"", 0), (b"id", 2), (b"id\n", 3), (b'"i\nd"\n', 6)]
)
def test_a_file_without_records_has_no_parts(content, header):
    assert parts_of(content, 10, 2) == (header, [])


def test_a_part_is_read_by_its_range():
    [part] = parts_of(b"id\n1\n2\n", 100, 4)[1]
    assert part.range == "bytes=3-6"


def test_what_is_not_csv_is_one_record_and_the_next_is_read():
    assert [*records(b'1,"a"b\n2,c\n', 5)] == [(5, "',' expected after '\"'"), (6, ["2", "c"])]
