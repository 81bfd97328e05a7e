"""CSV parts: parts of a large file that begin and end between records.

A quote inside a quoted field is written twice, so a line break ends a record exactly where the
number of quotes before it is even. The file is read once to count quotes and lines; that takes no
parsing, and no part has to look into another.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

QUOTE, BREAK = b'"', b"\n"


@dataclass(frozen=True, kw_only=True)
class Part:
    """A range of bytes, ``first`` to ``last`` from 0, whose first line is ``line``, from 1."""

    number: int
    first: int
    last: int
    line: int

    @property
    def range(self) -> str:
        """The header ``Range`` of a request for it."""
        return f"bytes={self.first}-{self.last}"


class Splitter:
    """Finds the parts of a file, whose bytes it is given block by block, in their order.

    ``header`` is the length of the first record in bytes, once it is complete.
    """

    def __init__(self, size: int) -> None:
        """``size`` is how many bytes a part has at least, but for the last."""
        self.header: int | None = None
        self.parts: list[Part] = []
        self._size, self._start, self._line = size, 0, 1
        self._place = self._breaks = self._quotes = 0

    def read(self, block: bytes) -> None:
        """Look at the next bytes of the file."""
        at = 0
        while (at := self._next(block, at)) > 0:
            pass
        self._place += len(block)
        self._breaks += block.count(BREAK)
        self._quotes += block.count(QUOTE)

    def end(self) -> list[Part]:
        """The parts of the whole file, once all of it was read."""
        if self.header is None:
            self.header = self._start = self._place
        if self._start < self._place:
            self._add(self._place)
        return self.parts

    def _next(self, block: bytes, at: int) -> int:
        """The end of the next part in a block, from ``at`` on; 0 if it is in a later one."""
        due = 0 if self.header is None else self._start + self._size - self._place - 1
        found = max(due, at)
        quotes = self._quotes + block.count(QUOTE, 0, found)
        while True:
            before, found = found, block.find(BREAK, found) + 1
            if not found:
                return 0
            quotes += block.count(QUOTE, before, found)
            if quotes % 2 == 0:
                break
        end = self._place + found
        if self.header is None:
            self.header = end
        else:
            self._add(end)
        self._start, self._line = end, self._breaks + block.count(BREAK, 0, found) + 1
        return found

    def _add(self, end: int) -> None:
        number = len(self.parts)
        part = Part(number=number, first=self._start, last=end - 1, line=self._line)
        self.parts.append(part)


def split(blocks: Iterable[bytes], size: int) -> tuple[int, list[Part]]:
    """The length of the header and the parts of a file."""
    splitter = Splitter(size)
    for block in blocks:
        splitter.read(block)
    parts = splitter.end()
    return splitter.header or 0, parts


def records(content: bytes, line: int) -> Iterator[tuple[int, list[str] | str]]:
    """The records of a part, each with the number of its first line: its fields, or the error of
    one that is no CSV. Bytes that are not UTF-8 become U+FFFD; empty lines are left out.
    """
    text = io.StringIO(content.decode("utf-8-sig", "replace"), newline="\n")
    reader = csv.reader(text, strict=True)
    while True:
        first = line + reader.line_num
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield first, str(error)
        else:
            if fields:
                yield first, fields
