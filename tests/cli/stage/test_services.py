from __future__ import annotations

from types import SimpleNamespace

import click
import pytest

from cli.stage import services
from cli.stage.services import Chosen, chosen, dependents
from cli.terminal.arguments import WrongArgument
from local import affected
from local.checkout import LocalError
from program.cards import CARDS
from program.graph import graph
from settings import SERVICES

STAGE = SimpleNamespace(name="dev", services=SERVICES)
GRAPH = graph(CARDS)


def choose(*named, with_dependents=False, since=None):
    return chosen(STAGE, named, with_dependents=with_dependents, since=since)


def consumers(contract):
    """The services that publish or consume an event of a module of contracts, by the cards."""
    return {
        card.name
        for card in CARDS
        for event in (*card.publishes, *card.subscribes)
        if event.__module__ == f"contracts.{contract}"
    }


def test_nothing_named_is_the_whole_stage():
    assert choose() is None


def test_named_services_are_in_the_order_of_the_stage():
    assert choose("users", "orders") == Chosen(("orders", "users"))


def test_dependents_consume_events_of_the_named_or_call_them(monkeypatch):
    monkeypatch.setattr(services, "program_graph", lambda: GRAPH)
    assert choose("catalog", with_dependents=True) == Chosen(
        ("catalog",), ("orders", "search", "storefront")
    )
    assert dependents(GRAPH, ["users"]) == {"notifications"}
    assert dependents(GRAPH, ["analytics"]) == set()


def test_the_graph_of_the_program_is_that_of_its_cards():
    assert services.program_graph() == GRAPH


@pytest.mark.parametrize("contract", ["users", "payments", "catalog", "media"])
def test_a_changed_contract_concerns_exactly_those_that_publish_and_consume_its_events(contract):
    found = affected.services_of([f"contracts/{contract}.py"], SERVICES, "dev")
    assert consumers(contract) <= set(found)
    # Others import a type of it that is no event, and say so in their sources.
    for other in set(found) - consumers(contract):
        own = affected.sources(f"services/{other}")
        assert f"contracts/{contract}.py" in own


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("services/media/app/domain.py", ("media",)),
        ("services/media/pillow.lock", ("media",)),
        ("components/data/table.py", SERVICES),
        ("requirements.txt", SERVICES),
        ("Pulumi.dev.yaml", SERVICES),
        ("Pulumi.prod.yaml", ()),
        ("docs/policies.md", ()),
        ("tests/stage.py", ()),
    ],
)
def test_a_changed_file_concerns_the_stacks_that_are_made_of_it(path, found):
    assert tuple(affected.services_of([path], SERVICES, "dev")) == found


def test_the_change_is_what_git_says(monkeypatch):
    said = {"diff": "services/users/app/domain.py\n", "ls-files": "services/search/new.py\n"}
    monkeypatch.setattr(affected, "_git", lambda command, *words: said[command])
    assert choose(since="main") == Chosen(("search", "users"))
    assert choose("users", "orders", since="main") == Chosen(("users",))


@pytest.mark.parametrize(
    ("named", "more", "said"),
    [
        (("oders",), {}, "stage dev has no service 'oders'; it has analytics, catalog"),
        ((), {"with_dependents": True}, "--with-dependents needs a SERVICE or --changed-since"),
    ],
)
def test_a_wrong_choice_is_refused(named, more, said):
    with pytest.raises((click.UsageError, WrongArgument), match=said):
        choose(*named, **more)


def test_a_revision_that_git_does_not_know_is_an_error_with_its_words():
    with pytest.raises(LocalError, match=r"--changed-since needs a revision of git: .*no-such"):
        choose(since="no-such-revision")
