"""The way from a monolith: stages, steps, what stays, warnings; for a shop of 30 modules."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from cli.commands import COMMANDS
from guide.avoid import MOVING
from guide.migration.inventory import InventoryError, load
from guide.migration.plan import plan, text
from guide.migration.stages import STAGES
from settings import ROOT
from tests.source import modules, tree

MONOLITH = ROOT / "examples" / "strangler" / "monolith.yaml"
CRUD = {"name": "pages", "about": "pages", "traits": ["crud"]}


def planned(tmp_path: Path, *given: dict, team: int = 9) -> dict:
    file = tmp_path / "inventory.yaml"
    file.write_text(yaml.safe_dump({"application": "shop", "team": team, "modules": [*given]}))
    return plan(load(file))


@pytest.fixture(scope="module")
def found() -> dict:
    return plan(load(MONOLITH))


def classes() -> set[str]:
    """Every class of the catalogue."""
    found = [tree(each) for each in modules() if each.startswith("components/")]
    return {node.name for file in found for node in file.body if hasattr(node, "bases")}


def test_four_stages_lead_to_their_blueprints_in_this_order():
    assert [(each.trait, each.blueprint.name) for each in STAGES] == [
        ("crud", "simple REST"),
        ("async", "fan-out"),
        ("workflow", "workflow"),
        ("domain", "hybrid microservices"),
    ]
    assert [[step.id for step in each.steps] for each in STAGES] == [
        [f"MIG-2{n}" for n in range(1, 6)],
        [f"MIG-3{n}" for n in range(1, 5)],
        [f"MIG-4{n}" for n in range(1, 6)],
        [f"MIG-5{n}" for n in range(1, 7)],
    ]


def test_every_step_points_to_what_exists():
    there = classes()
    for step in (step for stage in STAGES for step in stage.steps):
        assert step.components or step.example or step.command, step.id
        assert set(step.components) <= there, step.id
        assert step.example is None or (ROOT / "examples" / step.example).is_dir(), step.id
        if step.command is not None:
            platform, name, *more = step.command.split()
            assert platform == "platform"
            assert name in COMMANDS, step.id
            if name == "example":
                assert (ROOT / "examples" / more[0]).is_dir(), step.id


def test_thirty_modules_fall_into_four_stages_and_five_stay(found):
    assert {each["stage"]: len(each["modules"]) for each in found["stages"]} == {
        1: 8,
        2: 7,
        3: 4,
        4: 6,
    }
    assert list(found["stays"]) == [
        *("live-chat", "recommendations", "cart", "fax-orders", "licence-server"),
    ]


def test_after_each_stage_the_plan_says_what_is_still_in_the_monolith(found):
    left = 30
    for stage in found["stages"]:
        left -= len(stage["modules"])
        assert len(stage["inTheMonolith"]) == left
    assert set(found["stages"][-1]["inTheMonolith"]) == set(found["stays"])


def test_a_step_says_what_it_means_for_the_modules(found):
    steps = {step["id"]: step["here"] for stage in found["stages"] for step in stage["steps"]}
    assert "catalog: items" in steps["MIG-22"]
    assert steps["MIG-25"] == ["reviews", "profiles", "wish-lists", "coupons"]
    assert "thumbnails: upload" in steps["MIG-31"]
    assert "checkout: reserve, pay, ship" in steps["MIG-45"]
    assert "inventory: stock, warehouse" in steps["MIG-51"]


def test_a_module_moves_once_with_the_last_of_its_traits(tmp_path):
    both = {**CRUD, "traits": ["crud", "domain"], "context": "pages"}
    found = planned(tmp_path, both)
    assert [stage["stage"] for stage in found["stages"]] == [4]
    assert found["skipped"] == [1, 2, 3]


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"stateless": False}, "need state of the process"),
        ({"continuous": True}, "connections all the time"),
        ({"seconds": 901}, "takes 901 s, a function at most 900"),
        ({"gigabytes": 11}, "reads 11 GB"),
        ({"traits": []}, "none of its traits"),
        ({"keep": "sold with the company"}, "sold with the company"),
    ],
)
def test_what_stays_has_a_reason(tmp_path, more, why):
    found = planned(tmp_path, {**CRUD, **more})
    assert found["stages"] == []
    assert why in found["stays"]["pages"]


def test_a_long_process_is_a_workflow_and_moves(tmp_path):
    steps = {"traits": ["workflow"], "steps": ["a", "b"], "seconds": 86_400}
    assert planned(tmp_path, {**CRUD, **steps})["stays"] == {}


def test_a_small_team_keeps_its_domains_in_one_application(tmp_path):
    domain = {**CRUD, "traits": ["domain"], "context": "pages"}
    assert planned(tmp_path, domain, team=5)["stays"] == {}
    assert "a team of 4" in planned(tmp_path, domain, team=4)["stays"]["pages"]


def kinds(found: dict) -> list[str]:
    return [each["kind"] for each in found["warnings"]]


def test_the_monolith_is_warned_of_everything_that_the_guide_names(found):
    named = {"serverless for everything": "everything serverless"}
    guide = {named.get(each.name, each.name.removeprefix("a ")) for each in MOVING}
    assert set(kinds(found)) == {*guide, "shared table"}


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ({"code_megabytes": 51}, "lift and shift"),
        ({"operations": 21}, "lift and shift"),
        ({"continuous": True}, "everything serverless"),
        ({"seconds": 1000}, "everything serverless"),
        ({"code_megabytes": 50, "operations": 20}, None),
    ],
)
def test_a_module_is_warned_of(tmp_path, more, kind):
    assert kinds(planned(tmp_path, {**CRUD, **more})) == ([kind] if kind else [])


def test_one_call_is_no_chain_two_are_and_a_circle_is_followed_once(tmp_path):
    def calling(name: str, *others: str) -> dict:
        return {**CRUD, "name": name, "calls": [*others]}

    assert kinds(planned(tmp_path, calling("aa", "bb"), calling("bb"))) == []
    chain = planned(tmp_path, calling("aa", "bb"), calling("bb", "cc"), calling("cc"))
    assert [each["modules"] for each in chain["warnings"]] == [("aa", "bb", "cc")]
    circle = planned(tmp_path, calling("aa", "bb"), calling("bb", "aa"))
    assert [each["modules"] for each in circle["warnings"]] == [
        ("aa", "bb", "aa"),
        ("bb", "aa", "bb"),
    ]
    assert "and back" in circle["warnings"][0]["text"]


def test_a_table_that_two_stages_write_needs_one_owner(tmp_path):
    first = {**CRUD, "tables": ["pages"]}
    second = {**first, "name": "import", "traits": ["async"], "trigger": "upload"}
    assert kinds(planned(tmp_path, first, second)) == ["shared table"]
    assert kinds(planned(tmp_path, first, {**first, "name": "import"})) == []


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"traits": ["crud", "big"]}, "modules.0.traits"),
        ({"name": "Pages"}, "modules.0.name"),
        ({"colour": "red"}, "modules.0.colour: Extra inputs"),
        ({"traits": ["async"]}, "an async module must name its trigger"),
        ({"traits": ["workflow"], "steps": ["a"]}, "must name its steps, two at least"),
        ({"traits": ["domain"]}, "a domain must name its context"),
        ({"undo": ["x"]}, "undo must name steps, got x"),
        ({"calls": ["nope"]}, "pages calls what is no module: nope"),
        ({"seconds": 0}, "modules.0.seconds"),
    ],
)
def test_an_inventory_that_is_none_is_answered_with_the_place(tmp_path, more, said):
    with pytest.raises(InventoryError, match=said):
        planned(tmp_path, {**CRUD, **more})


def test_a_name_is_given_once(tmp_path):
    with pytest.raises(InventoryError, match="names of their own, twice: pages"):
        planned(tmp_path, CRUD, CRUD)


def test_the_text_has_stages_steps_reasons_and_warnings(found):
    shown = text(found)
    assert "stage 1, reads and simple changes, as simple REST: catalog, categories" in shown
    assert "4. put the routes in front of the old system" in shown
    assert "platform example strangler" in shown
    assert "fax-orders: it is switched off in May" in shown
    assert "checkout calls stock calls warehouse calls carriers" in shown
