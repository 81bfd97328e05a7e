"""Graph as SVG: services at the left, events in the middle, consumers and queues at the right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from cli.graph.edges import Graph, on_way
from cli.graph.pictures import HIGHLIGHT

WIDTH, ROW, TOP = 1200, 34, 70
# The left edges and the width of the three columns.
LEFT, MIDDLE, RIGHT, BOX = 20, 450, 900, 280
# The height of a box, of two lines and of one, and what is free below it.
TALL, LOW, GAP = 40, 28, 6
# What fits into a box at the size of the small font; a title has all of it.
LONGEST = 42
QUEUE = "-queue"
STYLE = f"""\
text {{ font: 15px system-ui, sans-serif; fill: #1f2937 }}
.small {{ font-size: 12px; fill: #4b5563 }}
rect {{ fill: #f8fafc; stroke: #64748b }}
.event {{ fill: #eff6ff }}
path {{ fill: none; stroke: #94a3b8 }}
.calls {{ stroke-dasharray: 5 4 }}
.way {{ stroke: {HIGHLIGHT}; stroke-width: 3 }}
svg {{ background: #fff }}"""


def svg(graph: Graph, found: frozenset[str], style: str = STYLE) -> str:
    """A picture that needs nothing else; each edge says what it is as its title.

    Each edge has its ends as ``data-from`` and ``data-to``, each box its ``data-name``. Without a
    ``style`` those of the page around it hold.
    """
    consumers = [name for name, each in graph.services.items() if each["consumes"]]
    columns = {LEFT: list(graph.services), MIDDLE: graph.events, RIGHT: consumers}
    rows = max(map(len, columns.values()))
    height = TOP + rows * ROW + 20
    places = {column: _places(names, rows) for column, names in columns.items()}
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">',
        "<title>Services, the events they publish, and those that consume them</title>",
        *([f"<style>{style}</style>"] if style else []),
        *_heads(),
        *_edges(graph, found, places),
        *_boxes(graph, found, places),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _places(names: Sequence[str], rows: int) -> dict[str, int]:
    """The middle of each box, spread over the height."""
    step = rows * ROW / max(1, len(names))
    return {name: round(TOP + step * (number + 0.5)) for number, name in enumerate(names)}


def _heads() -> Iterator[str]:
    heads = ("services and their stores", "events", "consumers and their queues")
    for x, head in zip((LEFT, MIDDLE, RIGHT), heads, strict=True):
        yield f'<text x="{x}" y="40">{head}</text>'


def _boxes(graph: Graph, found: frozenset[str], places: dict[int, dict[str, int]]) -> Iterator[str]:
    rows = max(map(len, places.values()))
    for x, names in places.items():
        kind, tall = ("event", LOW) if x == MIDDLE else ("service", TALL)
        height = min(tall, rows * ROW // max(1, len(names)) - GAP)
        for name, y in names.items():
            way = " way" if name in found else ""
            below = _below(graph, x, name)
            yield (
                f'<rect class="{kind}{way}" data-name="{name}" x="{x}" y="{y - height // 2}" '
                f'width="{BOX}" height="{height}" rx="6"/>'
            )
            yield f'<text x="{x + 10}" y="{y - 2 if below else y + 5}">{name}</text>'
            if below:
                yield (
                    f'<text class="small" x="{x + 10}" y="{y + 11}"><title>{escape(below)}</title>'
                    f"{escape(_cut(below))}</text>"
                )


def fitting(names: str, longest: int) -> str:
    """As many whole names of a list as have so many characters together; part of a longer one."""
    if len(names) <= longest:
        return names
    whole = names[: longest - 2].rpartition(", ")[0]
    return f"{whole}, …" if whole else f"{names[: longest - 1]}…"


def _cut(text: str) -> str:
    """As many names as fit; that a queue is one, its column says."""
    return fitting(text.replace(QUEUE, ""), LONGEST)


def _below(graph: Graph, x: int, name: str) -> str:
    """What stands below a name: stores of a service, queues of a consumer."""
    if x == LEFT:
        return ", ".join(graph.services[name]["stores"])
    if x == RIGHT:
        queues = {queue for event, to, named in graph.consumed() if to == name for queue in [named]}
        return ", ".join(sorted({each for named in queues for each in named.split(", ") if each}))
    return ""


def _edges(graph: Graph, found: frozenset[str], places: dict[int, dict[str, int]]) -> Iterator[str]:
    left, middle, right = places[LEFT], places[MIDDLE], places[RIGHT]
    for name, event in graph.published():
        yield _curve(LEFT + BOX, left[name], MIDDLE, middle[event], found, name, event)
    for event, name, _ in graph.consumed():
        yield _curve(MIDDLE + BOX, middle[event], RIGHT, right[name], found, event, name)
    for name, other in graph.calls():
        start, end, x = left[name], left[other], LEFT + BOX
        yield (
            f'<path class="calls" data-from="{name}" data-to="{other}" '
            f'd="M{x} {start} C{x + 70} {start} {x + 70} {end} {x} {end}">'
            f"<title>{name} calls {other}</title></path>"
        )


def _curve(
    x1: int, y1: int, x2: int, y2: int, found: frozenset[str], source: str, target: str
) -> str:
    way = ' class="way"' if on_way(found, source, target) else ""
    half = (x1 + x2) // 2
    return (
        f'<path{way} data-from="{source}" data-to="{target}" '
        f'd="M{x1} {y1} C{half} {y1} {half} {y2} {x2} {y2}">'
        f"<title>{source} to {target}</title></path>"
    )
