"""The reference of the catalogue and of the component package, as Markdown."""

from __future__ import annotations

import ast
import inspect
import json
import textwrap
from collections.abc import Iterator
from typing import Any

from settings import ROOT
from tests.docs.component_source import (
    SHARED,
    aliases,
    attributes,
    docstring_of,
    dotted,
    fields,
    grants,
    of_area,
    options,
    plain,
)
from tests.docs.made import table

WIDTH = 120


def area(name: str) -> str:
    """All components of an area, then what their arguments are made of."""
    found = of_area(name)
    described = options(f"components/{name}/")
    own = [f"{component}Args" for component in found]
    parts = [wrapped(docstring_of(f"components/{name}/__init__.py"))]
    for component, (module, node) in found.items():
        arguments = described.get(f"{component}Args")
        parts += component_of(component, module, node, arguments)
    for option, (module, node) in sorted(described.items()):
        if option not in own:
            parts += [f"## {option}", imported(module, option), *prose(node)]
            parts.append(arguments_of(module, node))
    return "\n\n".join(part.rstrip("\n") for part in parts if part) + "\n"


def shared() -> str:
    """What components of every area take."""
    parts = []
    for option, (module, node) in options(*SHARED).items():
        parts += [f"## {option}", imported(module, option), *prose(node)]
        parts.append(arguments_of(module, node))
    parts += ["## Names of types", "What the types of arguments that have a name of their own are:"]
    rows = ((f"`{name}`", f"`{text}`") for name, text in sorted(aliases()))
    parts.append(table(("name", "type"), rows))
    return "\n\n".join(part.rstrip("\n") for part in parts) + "\n"


def component_of(
    name: str,
    module: str,
    node: ast.ClassDef,
    arguments: tuple[str, ast.ClassDef] | None,
) -> Iterator[str]:
    """The section of one component."""
    names = name if arguments is None else f"{name}, {name}Args"
    yield from (f"## {name}", imported(module, names), *prose(node))
    if arguments is not None:
        yield from (f"### Arguments: {name}Args", *prose(arguments[1]))
        yield arguments_of(*arguments)
    granted = list(grants(node))
    if granted:
        yield f"### Grants of {name}"
        yield table(("call", "what it allows"), ((f"`{call}`", why) for call, why in granted))
    yield f"### Attributes of {name}"
    yield table(
        ("attribute", "type"), ((f"`{each}`", f"`{kind}`") for each, kind in attributes(node))
    )


def arguments_of(module: str, node: ast.ClassDef) -> str:
    """A row for each argument."""
    return table(
        ("argument", "type", "default", "description"),
        (
            (
                f"`{each.name}`",
                f"`{each.type}`",
                f"`{each.default}`" if each.default else "required",
                each.description,
            )
            for each in fields(module, node)
        ),
    )


def prose(node: ast.ClassDef) -> list[str]:
    """The paragraphs of a class's docstring."""
    text = ast.get_docstring(node) or ""
    return [wrapped(paragraph) for paragraph in inspect.cleandoc(text).split("\n\n")]


def wrapped(text: str) -> str:
    """A paragraph, in lines."""
    return textwrap.fill(plain(text), WIDTH, break_long_words=False, break_on_hyphens=False)


def imported(module: str, names: str) -> str:
    """The line that a program writes."""
    return f"```python\nfrom {dotted(module)} import {names}\n```"


def package() -> str:
    """Every component and type of the component package, from its schema."""
    schema = json.loads((ROOT / "package" / "schema.json").read_text(encoding="utf-8"))
    parts = []
    for token, resource in schema["resources"].items():
        inputs, needed = resource["inputProperties"], resource.get("requiredInputs", [])
        parts += [f"## {token.split(':')[-1]}", wrapped(resource["description"])]
        parts.append(properties(inputs, needed))
        outputs = resource["properties"].items()
        rows = ((f"`{name}`", type_of(each), each["description"]) for name, each in outputs)
        parts.append(table(("output", "type", "description"), rows))
    for token, kind in schema["types"].items():
        parts += [f"## {token.split(':')[-1]}", wrapped(kind["description"])]
        parts.append(properties(kind["properties"], kind.get("required", [])))
    return "\n\n".join(part.rstrip("\n") for part in parts) + "\n"


def properties(found: dict[str, Any], needed: list[str]) -> str:
    """A row for each argument, those that must be given first."""
    ordered = sorted(found.items(), key=lambda each: (each[0] not in needed, each[0]))
    return table(
        ("argument", "type", "", "description"),
        (
            (
                f"`{name}`",
                type_of(each),
                "required" if name in needed else "",
                each["description"],
            )
            for name, each in ordered
        ),
    )


def type_of(each: dict[str, Any]) -> str:
    """The type of a property, with a link to one of the package's own."""
    if "$ref" in each:
        name = each["$ref"].rsplit(":", 1)[-1]
        return "anything" if name.endswith("/Any") else f"[{name}](#{name.lower()})"
    if "items" in each:
        return f"list of {type_of(each['items'])}"
    if "additionalProperties" in each:
        return f"map of {type_of(each['additionalProperties'])}"
    return str(each["type"])
