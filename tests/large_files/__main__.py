"""``python -m tests.large_files``: a CSV file of a million items, loaded in parts, and again.

Every hundredth name has a line break in quotes, every thousandth row a field too few. S3 is in
memory, and what goes to the table is counted: the figure is that of planning, parsing and checking.
"""

from __future__ import annotations

import logging
import resource
import sys
import time

from tests.fakes.clients import Aws
from tests.large_files.loading import loaded, rejects, store, uploaded

ROWS = 1_000_000


def made(rows: int) -> bytes:
    """The file."""
    lines = ["itemId,name,priceCents"]
    for number in range(rows):
        name = f'"A ""CD"", number\n{number}"' if number % 100 == 0 else f"Record {number}"
        lines.append(f"item-{number},{name}" + ("" if number % 1_000 == 7 else ",1995"))
    return ("\n".join(lines) + "\n").encode()


def run(rows: int = ROWS) -> int:
    """Print what was loaded and how fast; 1 if anything was lost or loaded twice."""
    from runtime.clients import aws as clients

    logging.disable()
    aws, written = Aws(), [0]
    clients._client = aws.client  # type: ignore[assignment]

    def count(items: object) -> None:
        written[0] += sum(1 for _ in items)  # type: ignore[attr-defined]

    store.put_all = count
    event, started = uploaded(aws, content := made(rows)), time.monotonic()
    first = loaded(event)
    seconds = time.monotonic() - started
    again = loaded(event)
    lines = rejects(aws, first).count("\r\n") - 1
    print(f"{len(content) / 1e6:.0f} MB, {rows:,} rows in {first['parts']} parts")
    print(
        f"{first['loaded']:,} loaded in {seconds:.1f} s: {first['loaded'] / seconds:,.0f} a second"
    )
    print(f"{first['rejected']:,} rejected, {lines:,} of them in {first['rejects']}")
    print(f"again: {again['loaded']:,} loaded, {written[0]:,} written in all")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak of memory, with the file in it: {peak:.0f} MB")
    right = first["loaded"] + first["rejected"] == rows and first["rejected"] == lines
    return 0 if right and not again["loaded"] and written[0] == first["loaded"] else 1


if __name__ == "__main__":
    sys.exit(run(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS))
