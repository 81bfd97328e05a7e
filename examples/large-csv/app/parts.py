"""Parts of a CSV file that begin and end between records, also where a field has line breaks.

A quote inside a quoted field is written twice, so a line break ends a record exactly where the
number of quotes before it is even. The file is read once to count quotes and lines; that takes no
parsing, and no part has to look into another.
"""

import csv
import io

BLOCK = 1024 * 1024


def split(blocks, size):
    """The end of the header, and parts of about ``size`` bytes: each with its number, its first and
    last byte (from 0) and the number of its first line (from 1). ``blocks`` are the file's bytes.
    """
    header, parts, start, first = None, [], 0, 1
    place = line = quotes = 0
    for block in blocks:
        at = 0
        while at < len(block):
            due = 0 if header is None else max(start + size - place - 1, at)
            if due >= len(block):
                break
            at = max(at, due)
            quoted = (quotes + block.count(b'"', 0, at)) % 2
            end, quoted = _end(block, at, quoted)
            if end is None:
                break
            after, lines = place + end, line + block.count(b"\n", 0, end)
            if header is None:
                header = after
            else:
                parts.append(_part(len(parts), start, after, first))
            start, first, at = after, lines + 1, end
        place, line = place + len(block), line + block.count(b"\n")
        quotes += block.count(b'"')
    if header is None:
        return place, []
    if start < place:
        parts.append(_part(len(parts), start, place, first))
    return header, parts


def _end(block, at, quoted):
    """The place after the first line break from ``at`` on that ends a record, and the parity there;
    None if it is in no more of this block.
    """
    while True:
        found = block.find(b"\n", at)
        if found < 0:
            return None, quoted
        quoted = (quoted + block.count(b'"', at, found)) % 2
        at = found + 1
        if not quoted:
            return at, quoted


def _part(number, start, end, line):
    return {"number": number, "first": start, "last": end - 1, "line": line}


def records(content, line):
    """The records of a part, each with the number of its first line, and its fields or, if it is no
    CSV, the error.
    """
    lines = io.StringIO(content.decode("utf-8-sig", "replace"), newline="\n")
    reader = csv.reader(lines, strict=True)
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
