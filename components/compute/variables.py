"""Variables: the environment of a function, its own and that of its grants."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pulumi

from components.access import Access, environment

# https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
LONGEST_BYTES = 4096


def check(own: Mapping[str, pulumi.Input[str]], uses: Iterable[Access]) -> None:
    """Raise ``ValueError`` for a variable that is set twice, and for more than Lambda takes."""
    granted = environment(uses)
    if both := sorted(set(own) & set(granted)):
        raise ValueError(
            f"a grant sets the variable {', '.join(both)}, which environment sets as well; "
            "give one another name"
        )
    # What is known before deployment.
    texts = [each for pair in {**own, **granted}.items() for each in pair if isinstance(each, str)]
    if (size := sum(len(text.encode()) for text in texts)) > LONGEST_BYTES:
        raise ValueError(
            f"environment must have {LONGEST_BYTES} bytes at most with the variables of grants, "
            f"got {size}"
        )
