"""Tuning plot: time and cost over the memory sizes as SVG, with the best size marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cost.tuning import Size, Strategy, best

WIDTH, HEIGHT = 760, 420
LEFT, RIGHT, TOP, BOTTOM = 80, 90, 60, 70
TIME, COST = "#b91c1c", "#1d4ed8"
TICKS = 4
STYLE = f"""\
text {{ font: 12px system-ui, sans-serif; fill: #1f2937 }}
.title {{ font-size: 15px; font-weight: 600 }}
.grid {{ stroke: #e5e7eb }}
.time {{ fill: none; stroke: {TIME}; stroke-width: 2 }}
.cost {{ fill: none; stroke: {COST}; stroke-width: 2 }}
.of-time {{ fill: {TIME} }}
.of-cost {{ fill: {COST} }}
.best {{ fill: #fef3c7 }}
svg {{ background: #fff }}"""


def svg(sizes: Sequence[Size], strategy: Strategy, name: str) -> str:
    """A picture that needs nothing else: time at the left axis, a million invocations at the
    right, both from zero.
    """
    longest = max(each.milliseconds for each in sizes) or 1
    dearest = max(each.dollars for each in sizes)
    places = [_x(number, len(sizes)) for number in range(len(sizes))]
    chosen = best(sizes, strategy)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
        f"<style>{STYLE}</style>",
        f'<text class="title" x="{LEFT}" y="28">{_escaped(name)}: best for {strategy} at '
        f"{chosen.memory} MB</text>",
        *_band(places[list(sizes).index(chosen)]),
        *_axes(longest, dearest),
        *_line("time", places, [each.milliseconds / longest for each in sizes]),
        *_line("cost", places, [each.dollars / dearest for each in sizes]),
        *(
            f'<text x="{x}" y="{HEIGHT - BOTTOM + 22}" text-anchor="middle">{each.memory}</text>'
            for x, each in zip(places, sizes, strict=True)
        ),
        f'<text x="{WIDTH / 2}" y="{HEIGHT - 20}" text-anchor="middle">memory in MB</text>',
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _x(number: int, count: int) -> float:
    room = WIDTH - LEFT - RIGHT
    return round(LEFT + room * (number + 0.5) / count, 1)


def _y(share: float) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share, 1)


def _band(x: float) -> Iterator[str]:
    height = HEIGHT - TOP - BOTTOM
    yield f'<rect class="best" x="{x - 24}" y="{TOP}" width="48" height="{height}"/>'


def _axes(longest: float, dearest: float) -> Iterator[str]:
    for tick in range(TICKS + 1):
        share, y = tick / TICKS, _y(tick / TICKS)
        yield f'<path class="grid" d="M{LEFT} {y}H{WIDTH - RIGHT}"/>'
        time, cost = f"{longest * share:,.0f} ms", f"{dearest * share:,.2f} $"
        yield f'<text class="of-time" x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{time}</text>'
        yield f'<text class="of-cost" x="{WIDTH - RIGHT + 8}" y="{y + 4}">{cost}</text>'
    yield f'<text class="of-time" x="{LEFT}" y="48" text-anchor="middle">mean time</text>'
    yield f'<text class="of-cost" x="{WIDTH - RIGHT}" y="48" text-anchor="middle">a million</text>'


def _line(kind: str, places: Sequence[float], shares: Sequence[float]) -> Iterator[str]:
    points = [(x, _y(share)) for x, share in zip(places, shares, strict=True)]
    yield f'<path class="{kind}" d="M{" L".join(f"{x} {y}" for x, y in points)}"/>'
    for x, y in points:
        yield f'<circle class="of-{kind}" cx="{x}" cy="{y}" r="4"/>'


def _escaped(name: str) -> str:
    return name.replace("&", "&amp;").replace("<", "&lt;")
