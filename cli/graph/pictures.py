"""Graph pictures in text: Mermaid, for Markdown, and DOT, for Graphviz."""

from __future__ import annotations

from collections.abc import Iterator

from cli.graph.edges import Graph, on_way

HIGHLIGHT = "#c2410c"


def mermaid(graph: Graph, found: frozenset[str]) -> str:
    """A flowchart; what is on the way has a thick border."""
    return "\n".join(_mermaid(graph, found)) + "\n"


def dot(graph: Graph, found: frozenset[str]) -> str:
    """A digraph; what is on the way is coloured."""
    return "\n".join(_dot(graph, found)) + "\n"


def _mermaid(graph: Graph, found: frozenset[str]) -> Iterator[str]:
    yield "flowchart LR"
    for name, each in graph.services.items():
        stores = f"<br/>{', '.join(each['stores'])}" if each["stores"] else ""
        yield f'  {name}["<b>{name}</b>{stores}"]'
    yield from (f"  {event}([{event}])" for event in graph.events)
    for name, event in graph.published():
        yield f"  {name} {'==>' if on_way(found, name, event) else '-->'} {event}"
    for event, name, queues in graph.consumed():
        label = f'|"{queues}"|' if queues else ""
        yield f"  {event} {'==>' if on_way(found, name, event) else '-->'}{label} {name}"
    yield from (f"  {name} -. calls .-> {other}" for name, other in graph.calls())
    if found:
        yield f"  classDef way stroke:{HIGHLIGHT},stroke-width:3px"
        yield f"  class {','.join(sorted(found))} way"


def _dot(graph: Graph, found: frozenset[str]) -> Iterator[str]:
    yield "digraph platform {"
    yield '  rankdir=LR; node [fontname="sans-serif"]; edge [fontname="sans-serif", fontsize=9];'
    for name, each in graph.services.items():
        label = "\\n".join([name, *each["stores"]])
        yield f'  "{name}" [shape=box, label="{label}"{_colour(found, name)}];'
    for event in graph.events:
        yield f'  "{event}" [shape=ellipse{_colour(found, event)}];'
    for name, event in graph.published():
        yield f'  "{name}" -> "{event}" [arrowhead=normal{_colour(found, name, event)}];'
    for event, name, queues in graph.consumed():
        yield f'  "{event}" -> "{name}" [label="{queues}"{_colour(found, name, event)}];'
    for name, other in graph.calls():
        yield f'  "{name}" -> "{other}" [style=dashed, label="calls"];'
    yield "}"


def _colour(found: frozenset[str], *ends: str) -> str:
    return f', color="{HIGHLIGHT}", penwidth=3' if on_way(found, *ends) else ""
