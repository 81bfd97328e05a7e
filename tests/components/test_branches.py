import pytest

from components.workflow.branches import Map, Parallel
from components.workflow.definition import Definition
from components.workflow.errors import Catch, Retry
from tests.components.asl import task

A, B = Definition((task("A"),)), Definition((task("B"),))


def test_parallel_branches_have_retries_and_catches_in_common():
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


def test_the_grants_of_branches_are_those_of_the_state():
    assert Parallel("Both", branches=(A, B)).uses == (*A.uses, *B.uses)
    assert Map("All", items="$.items", each=A, max_concurrency=5).uses == A.uses


def test_a_map_is_inline_and_has_a_maximum_concurrency():
    selector = {"item.$": "$$.Map.Item.Value"}
    rendered = Map(
        "All", items="$.items", each=A, max_concurrency=10, item_selector=selector
    ).render()
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
        ({"max_concurrency": 0}, "All: max_concurrency must be between 1 and 40, got 0"),
        ({"max_concurrency": 41}, "All: max_concurrency must be between 1 and 40, got 41"),
        ({"items": "items"}, "All: items must be a path such as $.items, got items"),
    ],
)
def test_a_map_outside_its_limits_is_refused(changes, message):
    with pytest.raises(ValueError) as refused:
        Map("All", **{"items": "$.items", "each": A, "max_concurrency": 10, **changes})
    assert str(refused.value) == message


def test_a_parallel_with_one_branch_is_refused():
    with pytest.raises(ValueError) as refused:
        Parallel("Both", branches=(A,))
    assert str(refused.value) == "Both: branches must be at least 2 to run in parallel, got 1"


CATCH = (Catch(next="A"), Catch(next="B", errors=("Boom",)))
UNORDERED = {
    "map": lambda: Map("All", items="$.items", each=A, max_concurrency=1, catch=CATCH),
    "parallel": lambda: Parallel("Both", branches=(A, B), catch=CATCH),
}


@pytest.mark.parametrize("make", UNORDERED.values(), ids=UNORDERED)
def test_a_handler_of_all_errors_must_be_the_last(make):
    with pytest.raises(ValueError, match="must be the last"):
        make()
