"""``python -m tests.large_files``: a CSV file of a million rows, loaded in parts, and loaded again.

Every hundredth name has a line break in quotes, every thousandth row a field too few. S3 and the
table are in memory: the figure is that of planning and parsing, on one core.
"""

from __future__ import annotations

import resource
import sys
import time

from tests.large_files.loading import Loader

ROWS, PART_BYTES = 1_000_000, 4 * 1024 * 1024


def made(rows: int) -> bytes:
    """The file."""
    lines = ["id,name,price"]
    for number in range(rows):
        name = f'"A ""CD"",\nnumber {number}"' if number % 100 == 0 else f"A record {number}"
        lines.append(f"item-{number},{name}" + ("" if number % 1_000 == 7 else ",1995"))
    return ("\n".join(lines) + "\n").encode()


def run(rows: int = ROWS) -> int:
    """Print what was loaded and how fast; 1 if anything was lost or loaded twice."""
    content = made(rows)
    loader, started = Loader(content, keep=False), time.monotonic()
    first = loader.run(PART_BYTES)
    seconds = time.monotonic() - started
    again = loader.run(PART_BYTES)
    lines = loader.rejects(first).count("\r\n") - 1
    print(f"{len(content) / 1e6:.0f} MB, {rows:,} rows in {first['parts']} parts")
    print(
        f"{first['loaded']:,} loaded in {seconds:.1f} s ({first['loaded'] / seconds:,.0f} a second)"
    )
    print(f"{first['rejected']:,} rejected, {lines:,} of them in {first['rejects']}")
    print(f"again: {again['loaded']:,} loaded, {loader.rows.writes:,} writes in all")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"the largest range has {loader.files.largest / 1e6:.1f} MB; peak of memory {peak:.0f} MB"
    )
    right = first["loaded"] + first["rejected"] == rows and first["rejected"] == lines
    return 0 if right and not again["loaded"] and loader.rows.writes == first["loaded"] else 1


if __name__ == "__main__":
    sys.exit(run(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS))
