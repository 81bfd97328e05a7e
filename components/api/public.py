"""Public routes: tags by which an API declares the routes that anyone may call."""

from __future__ import annotations

import re
from collections.abc import Sequence

from components.api.route import Route

TAG = "public-routes"
# Of a tag's value: https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
LONGEST = 256
NOT_ALLOWED = r"[^\w\s.:/=+@-]"


def public_tags(routes: Sequence[Route], *others: str) -> dict[str, str]:
    """``public-routes`` with ``GET /items GET /items/_itemId_``, the braces of parameters as ``_``;
    what does not fit into one tag is in ``public-routes-2`` and so on. ``others`` are keys of
    public routes beside those.

    Raises ``ValueError`` for a public route that is longer than a tag.
    """
    found: list[str] = []
    open_ = [each.key for each in routes if each.public]
    for key in sorted(re.sub(NOT_ALLOWED, "_", each) for each in (*open_, *others)):
        if len(key) > LONGEST:
            raise ValueError(f"a public route must be at most {LONGEST} characters, got {key}")
        if found and len(f"{found[-1]} {key}") <= LONGEST:
            found[-1] += f" {key}"
        else:
            found.append(key)
    return {TAG if n == 0 else f"{TAG}-{n + 1}": each for n, each in enumerate(found)}
