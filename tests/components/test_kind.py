import pytest

from components.workflow.branches import Map, Parallel
from components.workflow.choice import Choice, When, is_present
from components.workflow.definition import Definition
from components.workflow.errors import ALL, Retry
from components.workflow.kind import Express, check_express
from components.workflow.states import Succeed, Wait
from tests.components.asl import asks, task


def express(**changes) -> Express:
    return Express(**{"executions_per_second": 5_000, "repeatable": True, **changes})


def test_express_needs_a_higher_rate_than_standard_allows():
    with pytest.raises(ValueError) as refused:
        express(executions_per_second=2_000)
    assert str(refused.value) == (
        "executions_per_second must be more than 2,000 for an EXPRESS workflow, got 2,000: "
        "use STANDARD"
    )
    express(executions_per_second=2_001)


def test_express_needs_states_that_may_run_twice():
    with pytest.raises(ValueError, match="may run a state twice"):
        express(repeatable=False)


ONCE = (Retry(errors=(ALL,), attempts=0),)


def once(name, **changes):
    """A task without retries."""
    return task(name, retry=ONCE, **changes)


def test_a_definition_of_less_than_five_minutes_may_be_express():
    check_express(Definition((once("Pay", next="Ship", timeout=100), once("Ship", timeout=199))))


WAITING = task("Ask", does=asks("Ask", waits="token"))
NESTED = task("Run", does=asks("Run", waits="run"))
EACH = Map("All", items="$", each=Definition((once("B"),)), max_concurrency=1)
REFUSED = {
    "a token": ((WAITING,), "cannot wait for Ask"),
    "an unknown number": (
        (Map("All", items="$", each=Definition((once("Pay"),)), max_concurrency=40),),
        "it is unknown how many items All gets",
    ),
    "an unknown number in a branch": (
        (
            Parallel(
                "Both",
                branches=(
                    Definition((once("A"),)),
                    Definition((EACH,)),
                ),
            ),
        ),
        "it is unknown how many items All gets",
    ),
    "a token in a branch": (
        (Parallel("Both", branches=(Definition((task("A"),)), Definition((WAITING,)))),),
        "cannot wait for Ask",
    ),
    "another run's end": ((NESTED,), "cannot wait for Run"),
    "an unknown time": (
        (Wait("Hold", timestamp="$.expiryTime"),),
        "it is unknown how long Hold waits",
    ),
    "too long in one task": (
        (once("Pay", timeout=300),),
        "but Pay may take 300 with all retries",
    ),
    # Four times 73, with pauses of 1, 2 and 4 seconds, and a second.
    "too long with its retries": (
        (task("Pay", timeout=73, next="Hold"), Wait("Hold", seconds=1)),
        "but Pay, Hold may take 300",
    ),
    "too long with the retries of each error": (
        (
            task(
                "Pay",
                timeout=58,
                retry=(
                    Retry(errors=("Busy",), attempts=2, interval=2, backoff=1),
                    Retry(errors=(ALL,), attempts=2, interval=2, backoff=1),
                ),
                next="Hold",
            ),
            Wait("Hold", seconds=2),
        ),
        "but Pay, Hold may take 300",
    ),
    "too long to wait between": (
        (task("Pay", timeout=1, retry=(Retry(errors=(ALL,), attempts=12, max_delay=40),)),),
        "but Pay may take 316",
    ),
    "too long in all": (
        (once("Pay", timeout=200, next="Hold"), Wait("Hold", seconds=100)),
        "but Pay, Hold may take 300",
    ),
    "too long on one way": (
        (
            Choice("If", rules=(When(is_present("$.x"), next="Long"),), otherwise="Done"),
            once("Long", timeout=301, next="Done"),
            Succeed("Done"),
        ),
        "but Long may take 301",
    ),
    "too long in a branch": (
        (
            Parallel(
                "Both",
                branches=(Definition((once("A"),)), Definition((once("B", timeout=270),))),
                next="C",
            ),
            once("C"),
        ),
        "but B, C may take 300",
    ),
}


@pytest.mark.parametrize(("states", "message"), REFUSED.values(), ids=REFUSED)
def test_a_state_that_express_cannot_run_is_named(states, message):
    with pytest.raises(ValueError) as refused:
        check_express(Definition(states))
    assert message in str(refused.value)
    assert "use STANDARD" in str(refused.value)


def either(a, b):
    """A choice between two states that may take so many seconds."""
    choice = Choice("If", rules=(When(is_present("$.x"), next="A"),), otherwise="B")
    return Definition((choice, once("A", timeout=a), once("B", timeout=b)))


def loop(seconds):
    """A state that is entered again until it is done."""
    done = When(is_present("$.done"), next="Done")
    states = (
        once("Try", timeout=seconds, next="Enough"),
        Choice("Enough", rules=(done,), otherwise="Try"),
        Succeed("Done"),
    )
    return Definition(states)


def test_of_two_branches_of_a_choice_only_the_longer_counts():
    check_express(either(200, 200))
    for a, b in ((300, 200), (200, 300)):
        with pytest.raises(ValueError, match=r"but [AB] may take 300"):
            check_express(either(a, b))


def test_a_loop_counts_once():
    check_express(loop(200))
    with pytest.raises(ValueError, match="but Try may take 300"):
        check_express(loop(300))
