"""Change summary: the changes of a preview as text for a terminal and as Markdown for a review.

What a reader must not miss comes first: data that would be lost, then figures by service, then each
replacement, deletion and change of what holds data, with its properties.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cli.deploy.stack_changes import VERBS, Change, counts

NOTHING = "Nothing changes: everything is deployed as the program says."
SHOWN_PROPERTIES = 6


def first_line(found: Sequence[Change]) -> str:
    """What matters most, in a line."""
    lost = [each for each in found if each.loses_data]
    if lost:
        return f"DATA IS LOST: {'; '.join(map(described, lost))}"
    if not found:
        return NOTHING
    total = {verb: sum(each.verb == verb for each in found) for verb in reversed(VERBS)}
    figures = ", ".join(f"{count} {verb}" for verb, count in total.items() if count)
    return f"{figures}; nothing that holds data is replaced or deleted"


def text(found: Sequence[Change], *, every: bool) -> str:
    """For a terminal; with ``every`` the long list, too."""
    lines = [first_line(found)]
    for service, counted in counts(found).items():
        figures = ", ".join(f"{count} {verb}" for verb, count in counted.items() if count)
        lines.append(f"  {service:<14} {figures}")
    lines += [f"    {each.service}: {described(each)}" for each in notable(found)]
    if every:
        lines += ["", *(f"  {each.service}: {described(each)}" for each in found)]
    return "\n".join(lines)


def markdown(found: Sequence[Change], stage: str) -> str:
    """For the comment of a pull request."""
    return "\n".join(_markdown(found, stage)) + "\n"


def _markdown(found: Sequence[Change], stage: str) -> Iterator[str]:
    yield f"**{first_line(found)}**"
    yield ""
    yield f"Preview of stage `{stage}`"
    if not found:
        return
    yield ""
    yield "| service | created | changed | replaced | deleted |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    for service, counted in counts(found).items():
        yield f"| {service} | {' | '.join(str(count or '') for count in counted.values())} |"
    if special := notable(found):
        yield ""
        yield from (f"- {each.service}: {described(each)}" for each in special)
    yield ""
    yield f"<details><summary>All {len(found)} changes</summary>"
    yield ""
    yield from (f"- {each.service}: {described(each)}" for each in found)
    yield ""
    yield "</details>"


def notable(found: Sequence[Change]) -> list[Change]:
    """Replacements, deletions, and changes of what holds data; what loses data first."""
    special = [
        each
        for each in found
        if each.verb in ("replaced", "deleted") or (each.holds and each.verb == "changed")
    ]
    return sorted(special, key=lambda each: (not each.loses_data, each))


def described(change: Change) -> str:
    """A change in words: ``table `orders-orders-table` is replaced (hashKey)``."""
    what = change.holds or change.type.rpartition(":")[2]
    said = f"{what} `{change.name}` is {change.verb}"
    if not change.properties:
        return said
    named = ", ".join(change.properties[:SHOWN_PROPERTIES])
    more = len(change.properties) - SHOWN_PROPERTIES
    return f"{said} ({named}{f' and {more} more' if more > 0 else ''})"
