from __future__ import annotations

import json
from dataclasses import dataclass, replace

import pytest

from contracts import schema
from contracts.event import Event
from contracts.inventory import InventoryFailed
from contracts.orders import OrderPlaced
from contracts.shipping import ParcelDelivered
from program.cards import card_of
from tests.service_check import __main__ as command
from tests.service_check import program, source, written
from tests.service_check.missing import Missing
from tests.stage import deployed

CARD = card_of("inventory")
INIT = "services/inventory/__init__.py"
INFRASTRUCTURE = "services/inventory/infrastructure.py"


def compared(card):
    return [(each.part, each.what, each.remedy) for each in program.compare(card, deployed("dev"))]


def test_nothing_is_missing_for_a_service_that_is_complete():
    assert command.missing_for("inventory") == []


def test_what_the_program_has_and_the_card_has_not_belongs_on_the_card():
    card = replace(CARD, routes=("POST /deliveries",), owns=())
    subscribes = {
        event: then for event, then in CARD.subscribes.items() if event is not OrderPlaced
    }
    assert compared(replace(card, subscribes=subscribes)) == [
        (
            "card",
            f"the program has {each}, the card does not",
            f"add it to {field} in {INIT}",
        )
        for field, each in (
            ("routes", "GET /stock/{itemId}"),
            ("owns", "inventory"),
            ("subscribes", "OrderPlaced"),
        )
    ]


def test_what_the_card_has_and_the_program_has_not_is_to_be_made():
    assert compared(replace(CARD, owns=("inventory", "shelves"))) == [
        (
            "program",
            "the card has shelves under owns, the program does not make it",
            f"make it in {INFRASTRUCTURE}, or remove it from {INIT}",
        )
    ]


def test_an_event_that_no_handler_names_is_not_published():
    [(part, what, _)] = compared(replace(CARD, publishes=(*CARD.publishes, ParcelDelivered)))
    assert (part, what) == ("program", "the card publishes ParcelDelivered, which no handler names")


def test_a_handler_that_no_function_runs_is_named():
    cloud = deployed("dev")
    gone = "services.inventory.app.get_stock.handle"
    left = [each for each in cloud.resources if each.inputs.get("handler") != gone]
    found = list(program._handlers(CARD, replace(cloud, resources=left), INFRASTRUCTURE))
    entry = "services/inventory/app/get_stock.py"
    assert found == [
        Missing("program", f"no function runs {entry}", f"make one in {INFRASTRUCTURE}")
    ]


def test_an_entry_point_without_a_test_is_named(monkeypatch):
    assert list(source.tests("inventory")) == []
    monkeypatch.setattr(source, "imports", lambda module: [])
    assert Missing(
        "tests",
        "no test imports services/inventory/app/get_stock.py",
        "test its handle in tests/services/test_inventory.py",
    ) in list(source.tests("inventory"))


def test_a_route_needs_an_example_and_an_example_a_route():
    card = replace(CARD, routes=("GET /stock/{itemId}", "GET /shelves"))
    assert [each.what for each in source.examples(card)] == [
        "GET /shelves has no example",
        "tests/docs/examples/inventory.py has POST /deliveries, which is no route of the card",
    ]


def test_a_folder_without_a_card_or_a_definition_is_no_service(monkeypatch, tmp_path):
    folder = tmp_path / "services" / "shelves"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text("NAME = 1\n")
    monkeypatch.setattr(source, "ROOT", tmp_path)
    monkeypatch.setattr("tests.source.ROOT", tmp_path)
    assert [each.what for each in source.files("shelves")] == [
        "services/shelves/__init__.py has no CARD",
        "services/shelves/infrastructure.py has no define",
    ]


def test_an_event_without_a_schema_on_record_and_one_that_changed_are_named(monkeypatch):
    @dataclass(frozen=True, kw_only=True)
    class ShelfMoved(Event, source="inventory"):
        """A shelf was moved."""

        shelf: str

    card = replace(CARD, publishes=(ShelfMoved, InventoryFailed))
    assert list(written.schemas(card)) == [
        Missing(
            "contracts",
            "ShelfMoved version 1 has no schema on record",
            "python -m program.schema_check --write",
        )
    ]
    monkeypatch.setattr(written, "matches_record", lambda event: False)
    [_, changed] = written.schemas(card)
    assert changed.what == "InventoryFailed no longer has the schema of its version 2"
    assert changed.remedy.startswith("give it version=3")
    assert schema.schema_file(InventoryFailed).is_file()


def test_what_appeared_and_what_vanished_is_named_by_stage(monkeypatch):
    assert list(written.ledger(CARD)) == []
    known = written.before("dev")
    table = next(line for line in known if line.endswith("::inventory-inventory-table"))
    renamed = [line for line in known if line != table] + [f"{table}-old"]
    monkeypatch.setattr(written, "before", lambda stage: renamed)
    vanished, appeared, *_ = written.ledger(CARD)
    assert vanished.what.startswith(
        "inventory-inventory-table-old is in tests/identity/dev.txt, but not in the program"
    )
    assert appeared == Missing(
        "ledger",
        "inventory-inventory-table is in the program, but not in tests/identity/dev.txt",
        "python -m tests.identity.write",
    )


def test_a_page_that_is_behind_is_named(monkeypatch):
    monkeypatch.setattr(written, "text_of", lambda page: _text(page).replace("stock", "goods"))
    monkeypatch.setattr(written.document, "is_current", lambda service: service != "inventory")
    behind = [each.what.split()[0] for each in written.pages.__wrapped__()]
    assert "README.md" in behind
    assert [name for name in behind if "openapi" in name] == ["docs/openapi/inventory.json"]


def _text(page):
    from tests.docs.parts import text_of

    return text_of(page)


def test_a_program_that_does_not_run_is_one_thing_to_mend(monkeypatch):
    def fails(*_):
        raise ValueError("max_receives must be between 3 and 5, got 9")

    monkeypatch.setattr("tests.stage.deployed", fails)
    [missing] = command.missing_for("inventory")
    assert missing == Missing(
        "program", "it does not run: max_receives must be between 3 and 5, got 9", "mend that first"
    )


@pytest.fixture
def found(monkeypatch):
    missing = Missing("card", "no route", "add it")
    monkeypatch.setattr(
        command, "missing_for", lambda service: [missing] if service == "orders" else []
    )


def asked(*words):
    with pytest.raises(SystemExit) as end:
        command.main(words)
    return end.value.code


def test_each_thing_has_its_remedy_below_it(found, capsys):
    assert asked("orders") == 1
    assert capsys.readouterr().out == "orders: 1 missing\n  card: no route\n    add it\n"
    assert asked("catalog") == 0
    assert capsys.readouterr().out == "catalog: nothing is missing\n"


def test_all_services_are_checked_without_a_name(found, capsys):
    assert asked("--json") == 1
    result = json.loads(capsys.readouterr().out)
    assert result["orders"] == [{"part": "card", "what": "no route", "remedy": "add it"}]
    assert {"analytics", "shipping"} < set(result)


def test_a_service_that_is_not_there_is_refused_with_those_that_are(found, capsys):
    assert asked("shelves") == 2
    assert "there is no service shelves; there are analytics, " in capsys.readouterr().err
