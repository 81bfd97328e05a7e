import pytest

from components.workflow.branches import Map, Parallel
from components.workflow.definition import Definition
from components.workflow.errors import Catch, Retry
from tests.components.asl import task

A, B = Definition((task("A"),)), Definition((task("B"),))


def test_branches_run_side_by_side_and_may_be_caught_and_tried_again_together():
    rendered = Parallel(
        "Both",
        branches=(A, B),
        retry=(Retry(errors=("Busy",)),),
        catch=(Catch(next="Undo"),),
        result_path=None,
        next="Go",
    ).render()
    assert rendered["Branches"] == [A.render(), B.render()]
    assert rendered["Retry"][0]["ErrorEquals"] == ["Busy"]
    assert rendered["Catch"][0]["Next"] == "Undo"
    assert (rendered["ResultPath"], rendered["Next"]) == (None, "Go")


def test_what_the_branches_need_the_whole_needs():
    assert Parallel("Both", branches=(A, B)).uses == (*A.uses, *B.uses)
    assert Map("All", items="$.items", each=A, at_once=5).uses == A.uses


def test_a_map_runs_inline_and_only_so_many_at_once():
    selector = {"item.$": "$$.Map.Item.Value"}
    rendered = Map("All", items="$.items", each=A, at_once=10, item_selector=selector).render()
    assert rendered == {
        "Type": "Map",
        "ItemsPath": "$.items",
        "MaxConcurrency": 10,
        "ItemSelector": selector,
        "ItemProcessor": {"ProcessorConfig": {"Mode": "INLINE"}, **A.render()},
        "End": True,
    }


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"at_once": 0}, "All: at_once must be between 1 and 40, got 0"),
        ({"at_once": 41}, "All: at_once must be between 1 and 40, got 41"),
        ({"items": "items"}, "All: items must be a path such as $.items, got items"),
    ],
)
def test_a_map_that_could_not_be_is_refused(changes, message):
    with pytest.raises(ValueError) as refused:
        Map("All", **{"items": "$.items", "each": A, "at_once": 10, **changes})
    assert str(refused.value) == message


def test_one_branch_is_nothing_to_run_side_by_side():
    with pytest.raises(ValueError) as refused:
        Parallel("Both", branches=(A,))
    assert str(refused.value) == "Both: branches must be at least 2 to run side by side, got 1"


CATCH = (Catch(next="A"), Catch(next="B", errors=("Boom",)))
UNORDERED = {
    "map": lambda: Map("All", items="$.items", each=A, at_once=1, catch=CATCH),
    "parallel": lambda: Parallel("Both", branches=(A, B), catch=CATCH),
}


@pytest.mark.parametrize("make", UNORDERED.values(), ids=UNORDERED)
def test_whoever_handles_everything_comes_last(make):
    with pytest.raises(ValueError, match="must come last"):
        make()
