from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest

from cli import __main__ as command
from cli.graph import graph as graphs
from cli.graph.edges import Graph, way
from cli.graph.svg import LONGEST
from local.checkout import LocalError
from program.cards import CARDS
from tests import graph as recorded
from tests.cli.stage.test_services import GRAPH

SVG = "{http://www.w3.org/2000/svg}"
ORDER = (
    *("orders", "OrderPlaced", "inventory", "InventoryReserved", "payments", "PaymentCompleted"),
    *("shipping", "ShipmentBooked", "orders", "OrderConfirmed"),
)


@pytest.fixture(scope="module")
def whole():
    """The graph of the stage dev, whose program is recorded once."""
    return Graph(recorded.of("dev"))


@pytest.fixture(autouse=True)
def of_dev(monkeypatch, whole):
    """The program is recorded once, in this process."""
    monkeypatch.setattr(graphs, "read", lambda stage: whole)


def drawn(capsys, *words, code=0):
    assert command.main(["graph", "dev", *words]) == code
    return capsys.readouterr()


def test_every_event_that_a_card_consumes_has_a_queue_or_a_state_machine(whole):
    for event, service, queues in whole.consumed():
        assert queues, f"{service} consumes {event}"
    assert ("OrderConfirmed", "reports", "note-end-queue") in list(whole.consumed())
    carried = {n: set(each["queues"]) - set(each["consumes"]) for n, each in whole.services.items()}
    # Of S3, and no event of the platform.
    assert {name: events for name, events in carried.items() if events} == {
        "catalog": {"Object Created"}
    }


def test_one_orders_way_leads_from_event_to_event(whole):
    assert way(whole, "OrderPlaced", "OrderConfirmed") == ORDER
    assert way(whole, "OrderConfirmed", "OrderPlaced") == ()
    assert way(whole, "UserUpdated", "UserUpdated") == ("users", "UserUpdated")


def test_json_has_all_services_and_the_way(capsys):
    found = json.loads(drawn(capsys, "--format", "json", "--order").out)
    assert found["way"] == list(ORDER)
    assert found["services"]["orders"]["calls"] == ["catalog"]
    assert found["services"].keys() <= GRAPH.keys()


@pytest.mark.parametrize("form", ["mermaid", "dot", "svg"])
def test_every_service_event_and_queue_is_in_every_picture(capsys, whole, form):
    text = drawn(capsys, "--format", form).out
    for card in CARDS:
        if card.name in whole.services:
            assert card.name in text
            for event in card.publishes:
                assert event.__name__ in text
    assert "note-end-queue" in text
    assert "stroke-width:3px" not in text
    assert "penwidth" not in text
    assert 'class="way"' not in text


def test_the_svg_is_well_formed_and_highlights_the_edges_of_the_way(capsys, tmp_path, whole):
    file = tmp_path / "graph.svg"
    said = drawn(capsys, "--order", "--output", str(file)).out
    assert said == f"{file}\n"
    root = ET.fromstring(file.read_text("utf-8"))
    edges = [each for each in root.iter(f"{SVG}path") if each.get("class") == "way"]
    titles = {each.find(f"{SVG}title").text for each in edges}
    assert {f"{a} to {b}" for a, b in pairwise(ORDER)} <= titles
    calls = [each for each in root.iter(f"{SVG}path") if each.get("class") == "calls"]
    assert len(calls) == sum(len(each["calls"]) for each in whole.services.values())
    small = [each for each in root.iter(f"{SVG}text") if each.get("class") == "small"]
    for each in small:
        names, fits = each.find(f"{SVG}title").text.split(", "), each.find(f"{SVG}title").tail
        short = [name.removesuffix("-queue") for name in names]
        shown = fits.removesuffix(", …").split(", ")
        assert shown == short[: len(shown)], "only whole names"
        assert fits.endswith(", …") is (len(shown) < len(short))
        assert len(fits) <= LONGEST
    assert any(each.find(f"{SVG}title").tail.endswith("…") for each in small)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--from", "OrderPlaced"], 2, "--from needs --to"),
        (["--to", "OrderPlaced"], 2, "--to needs --from"),
        (["--from", "Nope", "--to", "OrderPlaced"], 2, "no event Nope; there are ItemCreated,"),
        (["--from", "OrderConfirmed", "--to", "OrderPlaced"], 1, "nothing leads from OrderConf"),
        (["--output", "/proc/none/graph"], 1, "cannot write /proc/none/graph: "),
    ],
)
def test_what_cannot_be_drawn_is_said(capsys, words, code, said):
    assert said in drawn(capsys, *words, code=code).err


def test_a_program_that_does_not_run_is_said(monkeypatch):
    monkeypatch.undo()
    monkeypatch.setattr(graphs, "PYTHON", "/bin/false")
    with pytest.raises(LocalError, match="the program of stage dev does not run: code 1"):
        graphs.read("dev")
