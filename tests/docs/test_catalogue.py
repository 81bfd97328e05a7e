from __future__ import annotations

import ast
import re

import pytest

from components.messaging.event_rule import EventRule, EventRuleArgs
from components.messaging.queue import Queue
from program.cards import CARDS
from settings import ROOT
from tests.cloud import deploy
from tests.docs.made import short
from tests.docs.parts import text_of
from tests.source import components, modules
from tests.stage import OPTIONAL, deployed

CATALOGUE = text_of("docs/catalogue.md")
ROWS = {
    cells[0].strip("` "): [cell.strip() for cell in cells]
    for cells in (line.strip("|").split(" | ") for line in CATALOGUE.splitlines())
    if cells[0].startswith(" `")
}
EVERY = {card.type_token.rpartition(":")[2] for card in CARDS}


@pytest.fixture(params=sorted(components()))
def name(request):
    return request.param


@pytest.fixture(scope="module")
def resources():
    """A stage with everything, and what no service uses, by URN."""
    full = deployed("prod", **OPTIONAL)
    alone = deploy(unused)
    return {resource.urn: resource for resource in (*full.resources, *alone.resources)}


def unused() -> None:
    """The components that are there for other programs only."""
    bus = {"bus_name": "default", "pattern": {"source": ["orders"]}}
    EventRule("placed", EventRuleArgs(**bus, queue=Queue("jobs")))


def kind(name: str) -> str:
    """The type of a component."""
    return f"platform:{components()[name][0].split('/')[1]}:{name}"


def test_every_component_has_a_row_and_every_row_a_component():
    assert sorted(ROWS) == sorted(components())
    assert {len(row) for row in ROWS.values()} == {7}


def test_a_row_names_all_that_the_component_makes(name, resources):
    made = {
        resource.type
        for resource in resources.values()
        if resource.parent in resources and resources[resource.parent].type == kind(name)
    }
    stated = {t.rpartition(":")[2] if t.startswith("platform:") else short(t) for t in made}
    assert stated
    assert stated - set(re.findall(r"`([\w.]+)`", ROWS[name][1])) == set()


def test_a_row_names_the_grants(name):
    _, node = components()[name]
    grants = [
        method.name
        for method in node.body
        if isinstance(method, ast.FunctionDef)
        and method.returns is not None
        and ast.unparse(method.returns) == "Access"
        and not method.name.startswith("_")
    ]
    assert [grant for grant in grants if f"`{grant}(" not in ROWS[name][4]] == []


def test_a_row_names_all_that_use_it(name, resources):
    users = set()
    for resource in resources.values():
        if resource.type == kind(name):
            while resource.parent in resources:
                resource = resources[resource.parent]
            if resource.type.startswith("platform:services:"):
                users.add(resource.type.rpartition(":")[2])
    if ROWS[name][5] == "no service":
        assert users == set()
        return
    stated = ROWS[name][5].replace("the ", "").title()
    assert users == (EVERY if stated == "Every Service" else set(stated.split(", ")))


def test_a_row_leads_to_the_test_of_the_component(name):
    file = components()[name][0].rpartition("/")[2]
    assert f"(../tests/components/test_{file})" in ROWS[name][6]


def test_every_module_of_the_catalogue_is_on_the_page():
    rest = set(modules("components")) - {module for module, _ in components().values()}
    helpers = [module for module in rest if not module.endswith("__init__.py")]
    assert [module for module in helpers if f"(../{module})" not in CATALOGUE] == []


def test_what_no_service_uses_is_stated():
    said = CATALOGUE.partition("## What no service uses yet")[2]
    words = {word.partition("(")[0] for word in re.findall(r"`([a-z_]+)(?:\(\))?`", said)}
    used = {
        node.attr if isinstance(node, ast.Attribute) else node.arg
        for module in modules("services")
        if not re.match(r"services/(\w+/app|runtime)/", module)
        for node in ast.walk(ast.parse((ROOT / module).read_text(encoding="utf-8")))
        if isinstance(node, (ast.Attribute, ast.keyword))
    }
    assert words
    assert words & used == set()
