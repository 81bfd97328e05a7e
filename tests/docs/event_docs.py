"""The page of events: which there are, who publishes and consumes them, and their fields."""

from __future__ import annotations

import ast
import inspect
import itertools
import re
import sys
from collections.abc import Iterator
from functools import cache
from types import ModuleType
from typing import Any, Literal, get_args, get_origin

from cli.graph.edges import Graph, way
from cli.graph.graph import AN_ORDER
from cli.graph.pictures import mermaid
from contracts import commands, field_types, inventory, orders, shipping
from contracts.contract import Contract, camel_case
from contracts.event import Metadata
from contracts.limits import Matches, checks
from program.cards import CARDS
from tests import graph as recorded_graph
from tests.docs.made import table

# Types that no event has.
OF_REQUESTS = ("DeliveryId", "PathId")

# The fields that are dataclasses of their own.
PARTS: tuple[type[Contract], ...] = (orders.PricedLine, inventory.Shortage, Metadata)


def graph() -> str:
    """The services and what joins them, as Mermaid, with the way of an order."""
    whole = Graph(recorded_graph.of("dev"))
    return f"```mermaid\n{mermaid(whole, frozenset(way(whole, *AN_ORDER)))}```\n"


def events() -> str:
    """Every event except commands: who publishes and consumes it, and what it says."""
    return _overview(are_commands=False)


def asked() -> str:
    """Every command, in the same form."""
    return _overview(are_commands=True)


def each_event() -> str:
    """Every event and command with its description and its fields."""
    found = sorted((e for card in CARDS for e in card.publishes), key=lambda e: e.detail_type)
    return "".join(_section(e, f"{e.detail_type}, version {e.version}") for e in found)


def parts() -> str:
    """The dataclasses that are fields of events, and the metadata of the envelope."""
    return "".join(_section(part, part.__name__) for part in PARTS)


def types() -> str:
    """The types of fields, with their limits and what they mean."""
    rows = [
        (f"`{name}`", _plain(text), _limits(getattr(module, name)))
        for module in (field_types, orders, shipping)
        for name, text in _documented(module).items()
        if name not in OF_REQUESTS
    ]
    return table(("type", "what it is", "limits"), rows)


def _overview(*, are_commands: bool) -> str:
    rows = [
        (
            f"[`{e.detail_type}`](#{e.detail_type.lower()}-version-{e.version})",
            card.name,
            "the table's stream" if e in card.outbox else "a handler",
            ", ".join(other.name for other in CARDS if e in other.subscribes) or "no service",
            _plain(_paragraphs(e)[0]),
        )
        for card in CARDS
        for e in card.publishes
        if (e.__module__ == commands.__name__) == are_commands
    ]
    return table(("event", "published by", "from", "consumed by", "what it says"), rows)


def _section(contract: type[Contract], title: str) -> str:
    text = "\n\n".join(_paragraphs(contract)).replace("``", "`")
    fields = table(("field", "type", "what it is"), _fields(contract))
    return f"### {title}\n\n{text}\n\n{fields}\n"


def _fields(contract: type[Contract]) -> Iterator[tuple[str, str, str]]:
    """Each field; one that says nothing of itself is described by its type."""
    module = sys.modules[contract.__module__]
    [body] = [n.body for n in _tree(module).body if getattr(n, "name", "") == contract.__name__]
    own = _texts(body)
    shared = {**_documented(field_types), **_documented(orders), **_documented(module)}
    for node in body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            kind, name = _kind(node.annotation), node.target.id
            text = _plain(own.get(name) or shared.get(kind, ""))
            yield f"`{camel_case(name)}`", f"`{kind}`", text.partition(". ")[0].rstrip(".") + "."


def _kind(annotation: ast.expr) -> str:
    """The type of a field as a reader knows it: ``list of PricedLine``, without its limits."""
    text = ast.unparse(annotation)
    text = re.sub(r"^Annotated\[(.*?), (?:MinLen|Ge)\(.*$", r"\1", text)
    return re.sub(r"^tuple\[(\w+), \.\.\.\]$", r"list of \1", text)


def _limits(kind: Any) -> str:
    """The limits of a type, or its values."""
    if get_origin(kind) is Literal:
        return ", ".join(f"`{choice}`" for choice in get_args(kind))
    of, *limits = get_args(kind)
    said = [limit for limit in limits if not isinstance(limit, Matches)]
    forms = [f"`{limit.pattern}`" for limit in limits if isinstance(limit, Matches)]
    return "; ".join([*(checks(limit, of).limit for limit in said), *forms])


def _paragraphs(contract: type[Contract]) -> list[str]:
    return inspect.cleandoc(contract.__doc__ or "").split("\n\n")


def _documented(module: ModuleType) -> dict[str, str]:
    """The names of a module below which a text says what they are."""
    return _texts(_tree(module).body)


def _texts(body: list[ast.stmt]) -> dict[str, str]:
    """The texts in a module or a class that stand below an assignment, by the assigned name."""
    texts = {}
    for node, following in itertools.pairwise(body):
        target = node.targets[0] if isinstance(node, ast.Assign) else None
        target = node.target if isinstance(node, ast.AnnAssign) else target
        if isinstance(target, ast.Name) and isinstance(following, ast.Expr):
            value = following.value
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                texts[target.id] = value.value
    return texts


@cache
def _tree(module: ModuleType) -> ast.Module:
    return ast.parse(inspect.getsource(module))


def _plain(text: str) -> str:
    """A docstring's text on one line of Markdown."""
    return " ".join(text.replace("``", "`").split())
