import pytest

from components.workflow.branches import Map, Parallel
from components.workflow.choice import Choice, When, is_present
from components.workflow.definition import Definition
from components.workflow.errors import Catch
from components.workflow.states import Fail, Pass, Succeed
from tests.components.asl import asks, task


def test_it_starts_at_the_first_of_its_states():
    definition = Definition((task("Pay", next="Done"), Succeed("Done")), comment="pays")
    assert definition.render() == {
        "Comment": "pays",
        "StartAt": "Pay",
        "States": {"Pay": task("Pay", next="Done").render(), "Done": {"Type": "Succeed"}},
    }


def test_it_has_the_grants_of_its_states_and_branches_without_duplicates():
    both = Parallel(
        "Both", branches=(Definition((task("A"),)), Definition((task("B"),))), next="Again"
    )
    again = task("Again", does=asks("A"))
    assert Definition((both, again)).uses == (*asks("A").uses, *asks("B").uses)


def test_a_branch_may_end_by_itself():
    each = Definition((task("Write", catch=(Catch(next="Skip"),)), Pass("Skip")))
    Definition((Map("All", items="$", each=each, max_concurrency=1),))


LONG = "x" * 81
REFUSED = {
    "nothing": ((), "a definition needs at least one state"),
    "a long name": (
        (task(LONG),),
        f"the name of a state must have 1 to 80 characters, got {LONG!r}",
    ),
    "no name": ((task(""),), "the name of a state must have 1 to 80 characters, got ''"),
    "a name twice": (
        (task("A", next="A"), task("A")),
        "there are 2 states called A; a name stands for one, across branches too",
    ),
    "a name of another branch": (
        (Parallel("Both", branches=(Definition((task("A"),)), Definition((task("A"),)))),),
        "there are 2 states called A; a name stands for one, across branches too",
    ),
    "a transition to an unknown state": (
        (task("Pay", next="Shipp"), task("Ship")),
        "Pay leads to Shipp, which is none of the states beside it (Pay, Ship)",
    ),
    "a catch to an unknown state": (
        (task("Pay", catch=(Catch(next="Undo"),)),),
        "Pay leads to Undo, which is none of the states beside it (Pay)",
    ),
    "a choice to an unknown state": (
        (Choice("If", rules=(When(is_present("$.x"), next="A"),), otherwise="B"), task("A")),
        "If leads to B, which is none of the states beside it (If, A)",
    ),
    "an unreachable state": (
        (task("Pay"), task("Ship"), task("Notify")),
        "nothing leads to Ship, Notify",
    ),
    "a loop without an end": (
        (task("A", next="B"), task("B", next="A")),
        "no end is reached from A, B",
    ),
    "a loop behind an end": (
        (
            Choice("If", rules=(When(is_present("$.x"), next="A"),), otherwise="Done"),
            Succeed("Done"),
            task("A", next="B"),
            task("B", next="A"),
        ),
        "no end is reached from A, B",
    ),
}


@pytest.mark.parametrize(("states", "message"), REFUSED.values(), ids=REFUSED)
def test_a_definition_that_could_not_run_to_an_end_is_refused(states, message):
    with pytest.raises(ValueError) as refused:
        Definition(states)
    assert str(refused.value) == message


def test_a_loop_that_can_be_left_is_allowed():
    once_more = task("A", next="B", catch=(Catch(next="C"),))
    definition = Definition((once_more, task("B", next="A"), Fail("C", error="E", cause="c")))
    assert definition.render()["States"]["B"]["Next"] == "A"


def test_a_branch_cannot_lead_to_a_state_outside():
    with pytest.raises(ValueError) as refused:
        Definition((task("A", next="After"),))
    assert str(refused.value) == "A leads to After, which is none of the states beside it (A)"
