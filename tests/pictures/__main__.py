"""``python -m tests.pictures``: 200 pictures through the handlers of media, and their outcomes.

Pillow is the real one, AWS is in memory. The peak of memory is that of a process that handles one
upload at a time, as a function does; the pictures are made by another process.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterator
from multiprocessing import get_context

from tests.pictures import made
from tests.pictures.outcomes import outcome

COUNT = 200
# What the preset ``image`` gives a function, of which Python and the runtime need a part.
MEMORY_MB = 1024


def uploads(count: int) -> Iterator[made.Made]:
    """Good and bad ones, with a picture of 100 megapixels among them."""
    yield made.Made(
        name="JPEG of 100 megapixels", content=made.huge(), type=made.JPEG, size=(10_000, 10_000)
    )
    yield from map(made.bad, made.BAD)
    for number in range(count - len(made.BAD) - 1):
        yield made.good(number)


def run(count: int = COUNT) -> int:
    """Print how many of each kind were made small or refused; 1 if any was wrong."""
    started, found, peak = time.monotonic(), Counter[tuple[str, str]](), 0.0
    with get_context("spawn").Pool(1) as pool:
        for name, what, so_far in pool.imap(outcome, uploads(count)):
            found[(name, what)] += 1
            peak = max(peak, so_far)
    for (name, what), number in sorted(found.items()):
        print(f"{number:5}  {name:24}  {what}")
    wrong = sum(number for (_, what), number in found.items() if what.startswith("WRONG"))
    seconds = time.monotonic() - started
    print(
        f"{found.total():5}  in {seconds:.0f} s, {wrong} wrong; peak of memory {peak:.0f} MB",
        end="",
    )
    print(f" of {MEMORY_MB}")
    return 1 if wrong or peak > MEMORY_MB else 0


if __name__ == "__main__":
    sys.exit(run(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT))
