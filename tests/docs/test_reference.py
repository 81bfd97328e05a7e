from __future__ import annotations

import ast
import inspect

import pytest

from components.messaging.queue import QueueArgs
from settings import ROOT
from tests.docs import reference
from tests.docs.component_source import (
    SHARED,
    areas,
    attributes,
    fields,
    grants,
    of_area,
    options,
    signature,
)
from tests.docs.parts import text_of
from tests.source import components

OPTIONS = options("components/")


@pytest.mark.parametrize("name", OPTIONS)
def test_every_argument_has_a_description(name):
    assert [each.name for each in fields(*OPTIONS[name]) if not each.description] == []


def test_the_arguments_of_every_component_are_described():
    made = [f"{name}Args" for name in components()]
    kinds = {name for name in made if f"class {name}" in sources()}
    assert kinds - set(OPTIONS) == set()
    assert len(kinds) > 20


def sources() -> str:
    """The whole catalogue as text."""
    files = (ROOT / "components").rglob("*.py")
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def test_every_area_has_a_page_that_the_first_page_leads_to():
    pages = {path.stem for path in (ROOT / "docs" / "reference").glob("*.md")}
    assert pages == {*areas(), "README", "shared", "component-package"}
    contents = text_of("docs/reference/README.md")
    assert [page for page in pages - {"README"} if f"({page}.md)" not in contents] == []


def test_every_component_and_option_is_on_the_page_of_its_area():
    for area in areas():
        page = reference.area(area)
        inside = options(f"components/{area}/")
        for name in {*of_area(area), *inside} - {f"{name}Args" for name in of_area(area)}:
            assert f"## {name}\n" in page, name
        for name in of_area(area):
            assert f"### Attributes of {name}\n" in page
    for name in options(*SHARED):
        assert f"## {name}\n" in reference.shared()


def test_a_row_has_the_type_the_default_and_the_description_of_an_argument():
    page = reference.area("messaging")
    row = (
        f"| `max_receives` | `int` | `{QueueArgs().max_receives}` | How often a message is "
        "received before it moves to the dead-letter queue; 3 to 5. |"
    )
    assert row in page
    assert "| `pattern` | `Mapping[str, Any]` | required |" in page
    assert "| `defaults` | `Defaults` | `Defaults()` |" in page


def test_grants_that_a_component_inherits_are_its_own():
    [table] = [node for name, (_, node) in components().items() if name == "Table"]
    assert {call.partition("(")[0] for call, _ in grants(table)} >= {"read", "write", "create"}
    assert all(why for _, why in grants(table))
    assert ("stream_arn", "pulumi.Output[str] | None") in attributes(table)


def test_a_signature_has_names_and_defaults_and_no_types():
    source = "def f(self, a: int, b: str = 'x', *others: int, c: int, d: int = 2) -> None: ..."
    [function] = ast.parse(inspect.cleandoc(source)).body
    assert isinstance(function, ast.FunctionDef)
    assert signature(function) == "f(a, b='x', *others, c, d=2)"


@pytest.mark.parametrize(
    ("found", "text"),
    [
        ({"type": "string"}, "string"),
        ({"type": "array", "items": {"type": "integer"}}, "list of integer"),
        (
            {"type": "object", "additionalProperties": {"$ref": "pulumi.json#/Any"}},
            "map of anything",
        ),
        ({"$ref": "#/types/serverless:index:TableIndex"}, "[TableIndex](#tableindex)"),
    ],
)
def test_a_type_of_the_package_is_written_in_words(found, text):
    assert reference.type_of(found) == text
