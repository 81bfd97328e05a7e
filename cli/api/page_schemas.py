"""Schemas of the API page: each named one as a table of its fields, with links between them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

Schema = Mapping[str, Any]

# Lowest, highest, and what is counted.
LIMITS = (
    ("minimum", "maximum", ""),
    ("minLength", "maxLength", " characters"),
    ("minItems", "maxItems", " items"),
)
# A longer pattern, as that of a day, says less than the format beside it.
LONGEST_PATTERN = 80


@dataclass(frozen=True)
class Schemas:
    """The named schemas of one service's document."""

    service: str
    named: Mapping[str, Schema]

    def sections(self) -> str:
        """Every named schema with its fields."""
        return "".join(
            f'<section id="{self.service}-{name}">\n<h2>{escape(name)}</h2>\n'
            f"{self.described(schema)}</section>\n"
            for name, schema in self.named.items()
        )

    def described(self, schema: Schema) -> str:
        """What a schema is for, and its fields; a type in words for one without fields."""
        text = f"<p>{sentence(schema['description'])}</p>\n" if "description" in schema else ""
        shown = self._target(schema)
        variants = [each for each in shown.get("anyOf", [shown]) if self._target(each)]
        if "$ref" in schema:
            text += f"<p>{self.kind(schema)}</p>\n"
        for each in variants:
            rows = list(self._fields(self._target(each), ""))
            fields = table(("field", "required", "type"), rows)
            text += fields if rows else f"<p>{self.kind(each)}</p>\n"
        return text

    def kind(self, schema: Schema) -> str:
        """The type in words, with its limits and its default."""
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            return f'<a href="#{self.service}-{name}">{escape(name)}</a>'
        default = schema.get("default")
        text = " or ".join(dict.fromkeys(self._choices(schema)))
        return text if default is None else f"{text}; default <code>{escape(str(default))}</code>"

    def _choices(self, schema: Schema) -> Iterator[str]:
        for each in schema.get("anyOf", ()):
            yield self.kind(each)
        if "anyOf" in schema:
            return
        if "enum" in schema or "const" in schema:
            values = schema.get("enum", [schema.get("const")])
            yield from (f"<code>{escape(str(value))}</code>" for value in values)
            return
        types = schema.get("type", "any value")
        for each in [types] if isinstance(types, str) else types:
            yield " ".join(filter(None, (self._of(each, schema), *_limits(schema))))

    def _of(self, kind: str, schema: Schema) -> str:
        items, values = schema.get("items"), schema.get("additionalProperties")
        if kind == "array" and items:
            return f"list of {self.kind(items)}"
        if kind == "object" and isinstance(values, Mapping):
            return f"map of text to {self.kind(values)}"
        return {"array": "list", "string": "text"}.get(kind, kind)

    def _fields(self, schema: Schema, prefix: str) -> Iterator[Sequence[str]]:
        """The rows of an object's fields, those of its parts under their paths."""
        required: Sequence[str] = schema.get("required", ())
        for name, field in schema.get("properties", {}).items():
            path = f"{prefix}{name}"
            said = self.kind(field)
            if "description" in field:
                said += f"<br>{sentence(field['description'])}"
            needed = "yes" if name in required else "no"
            yield f"<code>{escape(path)}</code>", needed, said
            items = field.get("items", {})
            yield from self._fields(field, f"{path}.")
            yield from self._fields(items, f"{path}[].")

    def _target(self, schema: Schema) -> Schema:
        """The named schema that a reference leads to, or the schema itself."""
        return self.named[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema


def _limits(schema: Schema) -> Iterator[str]:
    for low, high, unit in LIMITS:
        least, most = schema.get(low), schema.get(high)
        if least is not None and least == most:
            yield f"of {least}{unit}"
        elif least is not None and most is not None:
            yield f"of {least} to {most}{unit}"
        elif least is not None or most is not None:
            yield f"of at least {least}{unit}" if most is None else f"of at most {most}{unit}"
    if "format" in schema:
        yield f"({escape(schema['format'])})"
    if len(pattern := schema.get("pattern", "")) <= LONGEST_PATTERN and pattern:
        yield f"<code>{escape(pattern)}</code>"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; cells are HTML."""
    titles = "".join(f"<th>{each}</th>" for each in head)
    lines = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>\n" for row in rows)
    return f"<table>\n<tr>{titles}</tr>\n{lines}</table>\n"


def marked(text: str) -> str:
    """A text as HTML; what stands between backquotes is code."""
    return re.sub(r"(`+)(.+?)\1", r"<code>\2</code>", escape(text))


def sentence(text: str) -> str:
    """A text as HTML, with a capital at its begin unless that is code or a name."""
    return marked(text[:1].upper() + text[1:] if " " in text else text)
