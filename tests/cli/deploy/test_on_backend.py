from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from cli import __main__ as command
from cli.deploy import on_backend
from cli.run.deployment import Deployment
from cli.run.manner import Manner
from cli.stage.services import Chosen
from local.checkout import LocalError

TABLE = "aws:dynamodb/table:Table"
PROVISIONED = {"billingMode": "PROVISIONED", "readCapacity": 10, "writeCapacity": 1}
SERVICES = ("catalog", "orders", "payments")


@dataclass
class Engine:
    """A backend with some stacks; what is asked of it is in ``asked``."""

    there: list[str]
    stage: str = "prod"
    program: Path = Path("pulumi")
    config: Path = Path("Pulumi.prod.yaml")
    variables: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    cut: list[str] = field(default_factory=list)

    def deployed(self):
        return self.there

    def make(self, stack):
        self.asked.append(f"make {stack}")

    def settle(self, stack):
        return ["urn:pulumi:a::b::c::queue"] if stack in self.cut else []

    def preview(self, stack, *, policies):
        urn = f"urn:pulumi:{stack}::platform::{TABLE}::orders-table"
        state = {"urn": urn, "type": TABLE, "inputs": PROVISIONED}
        return {"steps": [{"op": "same", "urn": urn, "oldState": state, "newState": state}]}

    def run(self, words):
        self.asked.append(" ".join(words))


@pytest.fixture
def ran(monkeypatch):
    """What the engine ran, in order; the stack of payments fails at its first try."""
    done = []

    def follow(deployment):
        done.append(
            f"{deployment.operation} {deployment.stack} {' '.join(deployment.flags)}".strip()
        )
        return 1 if deployment.stack.endswith("payments") and deployment.attempts == 1 else 0

    monkeypatch.setattr(Deployment, "_follow", follow)
    return done


def run(engine, operation, some=None, *, overview=False, **manner):
    manner = Manner(at_once=1, **manner)
    return on_backend.run(engine, SERVICES, operation, manner, some, overview=overview)


def test_an_update_is_judged_and_goes_in_the_order_of_the_graph(ran, capsys):
    engine = Engine(there=[])
    some = Chosen(("orders",), ("catalog",))
    assert run(engine, "up", some) == 0
    assert ran == [
        f"up prod-{name} --policy-pack policies" for name in ("platform", "orders", "catalog")
    ]
    assert engine.asked == ["make prod-platform", "make prod-orders", "make prod-catalog"]


def test_a_destruction_ends_with_what_is_shared_and_removes_what_is_destroyed(ran):
    engine = Engine(there=["prod-catalog", "prod-orders", "prod-platform"])
    assert run(engine, "destroy") == 0
    assert ran[-1] == "destroy prod-platform"
    assert engine.asked[-1] == "stack rm --yes --preserve-config --stack prod-platform"


OVER_ALL = "up prod-overview --policy-pack policies"


@pytest.mark.parametrize(
    ("there", "some", "has"),
    [
        ([], None, True),
        ([], Chosen(("orders",)), False),
        (["prod-catalog", "prod-payments"], Chosen(("orders",)), True),
        (["prod-payments"], Chosen(("orders",), ("catalog",)), True),
    ],
)
def test_what_is_over_all_services_comes_last_once_all_are_there(ran, there, some, has):
    run(Engine(there=there), "up", some, overview=True, retries=1)
    assert (OVER_ALL in ran, ran[-1] == OVER_ALL) == (has, has)


def test_a_stage_that_has_no_objective_any_more_empties_what_is_over_all(ran):
    run(Engine(there=["prod-overview"]), "up", retries=1)
    assert ran[-1] == OVER_ALL
    run(Engine(there=[]), "up", retries=1)
    assert ran[-1] != OVER_ALL


def test_what_is_over_all_services_is_destroyed_before_them(ran):
    run(Engine(there=["prod-overview", "prod-orders", "prod-platform"]), "destroy")
    assert ran == [f"destroy prod-{each}" for each in ("overview", "orders", "platform")]


def test_a_failure_is_tried_again_if_that_is_asked_and_ends_the_run_otherwise(ran, capsys):
    engine = Engine(there=[f"prod-{name}" for name in SERVICES])
    assert run(engine, "refresh") == 1
    assert run(engine, "refresh", retries=1) == 0
    assert ran.count("refresh prod-payments") == 3


def test_a_run_that_was_cut_short_is_put_in_order_and_says_what_it_was_at(ran, capsys):
    engine = Engine(there=["prod-orders"], cut=["prod-orders"])
    assert run(engine, "refresh", Chosen(("orders",))) == 0
    assert (
        "prod-orders: in order again after a cut, which was at:\n  urn:" in capsys.readouterr().err
    )


@pytest.mark.parametrize(
    ("there", "said"),
    [
        ([], "no stack of stage prod is deployed"),
        (["prod"], "stack prod holds the whole stage, deployed by hand"),
    ],
)
def test_what_cannot_be_refreshed_is_said_before_anything_runs(ran, there, said):
    with pytest.raises(LocalError, match=said):
        run(Engine(there=there), "refresh")
    assert ran == []


@pytest.mark.parametrize("name", ["up", "refresh"])
def test_where_there_is_no_terminal_a_stage_on_aws_needs_a_yes(monkeypatch, capsys, name):
    monkeypatch.setattr(on_backend.Engine, "of", lambda settings: Engine(there=[]))
    monkeypatch.setattr(on_backend.sys.stdin, "isatty", lambda: False, raising=False)
    assert command.main([name, "dev"]) == 2
    assert "confirm with --yes" in capsys.readouterr().err


def test_an_answer_goes_on_after_what_would_change(monkeypatch, ran, capsys):
    engine = Engine(there=["dev-orders"], stage="dev")
    monkeypatch.setattr(on_backend.Engine, "of", lambda settings: engine)
    monkeypatch.setattr(on_backend.sys.stdin, "isatty", lambda: True, raising=False)
    for answer, code in (("n", 130), ("y", 0)):
        monkeypatch.setattr("click.termui.visible_prompt_func", lambda _, said=answer: said)
        assert command.main(["up", "dev", "orders", "--json"]) == code
        shown = capsys.readouterr()
        assert "Nothing changes" in shown.err
        assert "\ncost: 1.61 US dollars a month: 1.61 always on" in shown.err
        assert "\n  compared with what is deployed: no difference" in shown.err
    assert json.loads(shown.out)["outcome"] == "succeeded"
    assert ran[-1].startswith("up dev-orders")


def test_a_stage_that_keeps_its_data_is_not_taken_down(capsys):
    assert command.main(["down", "prod", "--yes"]) == 1
    assert "stage prod keeps its data: set keep_data: false" in capsys.readouterr().err
