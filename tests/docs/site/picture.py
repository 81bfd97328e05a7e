"""Picture of a pattern: what its program makes, from left to right by what needs what."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape

from cli.graph.svg import fitting
from tests.cloud import Cloud, Recorded

WIDTH, HEIGHT, GAP_X, GAP_Y, EDGE = 290, 64, 70, 22, 12
# What fits into a box at the size of its font.
LONGEST = 44
STYLE = """\
text { font: 13px system-ui, sans-serif; fill: #1f2937 }
.kind { font-size: 11px; fill: #1d4ed8 }
.parts { font-size: 10px; fill: #4b5563 }
rect { fill: #f8fafc; stroke: #64748b }
path { fill: none; stroke: #64748b }
svg { background: #fff }"""


@dataclass
class Box:
    """A component or a resource that the program itself makes; ``needs`` are others' URNs."""

    name: str
    kind: str
    needs: set[str] = field(default_factory=set)
    parts: Counter[str] = field(default_factory=Counter)


def boxes(cloud: Cloud) -> dict[str, Box]:
    """What the program makes, by URN, with what it needs of the rest."""
    by_urn = {each.urn: each for each in cloud.resources}
    found: dict[str, Box] = {}
    for each in cloud.resources:
        if each.type.startswith("pulumi:"):
            continue
        top = _top(each, by_urn)
        box = found.setdefault(top.urn, Box(top.name, _kind(top.type)))
        if each.custom:
            box.parts[_kind(each.type)] += 1
        for urn in each.dependencies:
            if urn in by_urn and not by_urn[urn].type.startswith("pulumi:"):
                box.needs.add(_top(by_urn[urn], by_urn).urn)
    for urn, box in found.items():
        box.needs.discard(urn)
    return found


def _top(each: Recorded, by_urn: Mapping[str, Recorded]) -> Recorded:
    while (above := by_urn.get(each.parent)) and not above.type.startswith("pulumi:"):
        each = above
    return each


def _kind(token: str) -> str:
    """``QueueWorker`` of a component of the catalogue, ``sqs.Queue`` of a resource of AWS."""
    package, module, name = token.split(":")
    return name if package != "aws" else f"{module.partition('/')[0]}.{name}"


def columns(found: Mapping[str, Box]) -> list[list[str]]:
    """URNs by column: each box right of all that it needs; a circle ends where it began."""
    depths: dict[str, int] = {}

    def depth(urn: str, path: frozenset[str]) -> int:
        if urn not in depths:
            needs = [need for need in found[urn].needs if need in found and need not in path]
            depths[urn] = 1 + max((depth(need, path | {urn}) for need in needs), default=-1)
        return depths[urn]

    rows: dict[int, list[str]] = defaultdict(list)
    for urn in sorted(found, key=lambda urn: (found[urn].kind, found[urn].name)):
        rows[depth(urn, frozenset())].append(urn)
    return [rows[column] for column in sorted(rows)]


def svg(cloud: Cloud, title: str) -> str:
    """The picture, which needs nothing else."""
    found = boxes(cloud)
    laid = columns(found)
    tallest = max(map(len, laid))
    places = {
        urn: (
            EDGE + column * (WIDTH + GAP_X),
            EDGE + round((row + (tallest - len(urns)) / 2) * (HEIGHT + GAP_Y)),
        )
        for column, urns in enumerate(laid)
        for row, urn in enumerate(urns)
    }
    width = 2 * EDGE + len(laid) * (WIDTH + GAP_X) - GAP_X
    height = 2 * EDGE + tallest * (HEIGHT + GAP_Y) - GAP_Y
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img">',
        f"<title>{escape(title)}</title>",
        f"<style>{STYLE}</style>",
        *_edges(found, places),
        *_boxes(found, places),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _edges(found: Mapping[str, Box], places: Mapping[str, tuple[int, int]]) -> Iterator[str]:
    for urn, box in found.items():
        for need in sorted(box.needs & found.keys()):
            x1, y1, x2, y2 = places[need][0] + WIDTH, places[need][1], *places[urn]
            y1, y2, half = y1 + HEIGHT // 2, y2 + HEIGHT // 2, (x1 + x2) // 2
            title = escape(f"{box.name} needs {found[need].name}")
            yield (
                f'<path d="M{x1} {y1} C{half} {y1} {half} {y2} {x2} {y2}">'
                f"<title>{title}</title></path>"
            )


def _boxes(found: Mapping[str, Box], places: Mapping[str, tuple[int, int]]) -> Iterator[str]:
    for urn, (x, y) in places.items():
        box = found[urn]
        yield f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="6"/>'
        yield f'<text x="{x + 10}" y="{y + 21}">{escape(box.name)}</text>'
        yield f'<text class="kind" x="{x + 10}" y="{y + 37}">{escape(box.kind)}</text>'
        yield f'<text class="parts" x="{x + 10}" y="{y + 53}">{escape(_parts(box))}</text>'


def _parts(box: Box) -> str:
    """The resources of a component, the most frequent first, as far as they fit."""
    if box.parts == Counter({box.kind: 1}):
        return ""
    counted = sorted(box.parts.items(), key=lambda part: (-part[1], part[0]))
    text = ", ".join(kind if number == 1 else f"{number} {kind}" for kind, number in counted)
    return fitting(text, LONGEST)
