import pytest

from components.workflow.errors import ALL, TOO_LARGE, Catch, Retry
from components.workflow.states import Fail, Pass, Succeed, Task, Wait
from tests.components.asl import asks, task


def test_a_task_has_a_timeout_and_a_retry_by_default():
    rendered = task("Pay").render()
    assert rendered["TimeoutSeconds"] == 30
    [retry] = rendered["Retry"]
    assert (retry["MaxAttempts"], retry["BackoffRate"]) == (3, 2.0)
    assert rendered["End"] is True
    assert "Catch" not in rendered


def test_a_task_has_a_next_state_and_paths():
    rendered = task(
        "Pay",
        next="Ship",
        catch=(Catch(next="Refund"),),
        input_path="$.order",
        result_selector={"id.$": "$.id"},
        result_path="$.payment",
        output_path="$.payment",
    ).render()
    assert rendered["Next"] == "Ship"
    assert "End" not in rendered
    assert [each["ErrorEquals"] for each in rendered["Catch"]] == [[TOO_LARGE], [ALL]]
    assert rendered["Catch"][1] == {
        "ErrorEquals": [ALL],
        "ResultPath": "$.error",
        "Next": "Refund",
    }
    assert rendered["InputPath"] == "$.order"
    assert rendered["ResultSelector"] == {"id.$": "$.id"}
    assert rendered["ResultPath"] == rendered["OutputPath"] == "$.payment"


def test_a_result_may_be_dropped():
    assert task("Pay", result_path=None).render()["ResultPath"] is None
    assert "ResultPath" not in task("Pay").render()


def test_a_task_sends_its_parameters_or_its_whole_input():
    assert "Parameters" not in task("Pay").render()
    asked = asks("Pay", parameters={"orderId.$": "$.orderId"})
    assert task("Pay", does=asked).render()["Parameters"] == {"orderId.$": "$.orderId"}


def test_a_task_that_waits_for_a_token_may_have_a_heartbeat():
    waits = asks("Pay", waits="token")
    assert task("Pay", does=waits, heartbeat=5).render()["HeartbeatSeconds"] == 5


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"timeout": 0}, "Pay: timeout must be between 1 and 99999999 seconds, got 0"),
        (
            {"heartbeat": 30, "does": asks("Pay", waits="token")},
            "Pay: heartbeat must be at least 1 and less than the timeout of 30 seconds, got 30",
        ),
        (
            {"timeout": 49, "does": asks("Pay", function_timeout=20)},
            "Pay: timeout must be at least 50 seconds, the 20 of its function and 30 to start it, "
            "got 49",
        ),
        ({"heartbeat": 5}, "Pay: only a task that waits for a token has a heartbeat"),
        (
            {"catch": (Catch(next="A"), Catch(next="B", errors=("Boom",)))},
            "Pay: the handler of States.ALL must be the last",
        ),
        (
            {"retry": (Retry(errors=(ALL,)), Retry(errors=("Boom",)))},
            "Pay: the handler of States.ALL must be the last",
        ),
    ],
)
def test_a_task_outside_its_limits_is_refused(changes, message):
    with pytest.raises(ValueError) as refused:
        task("Pay", **changes)
    assert str(refused.value) == message


def test_the_timeout_of_a_task_may_equal_its_functions_and_the_start_of_it():
    task("Pay", timeout=50, does=asks("Pay", function_timeout=20))


def test_a_task_needs_a_timeout():
    with pytest.raises(TypeError, match="timeout"):
        Task("Pay", does=asks("Pay"))


@pytest.mark.parametrize(
    ("given", "rendered"),
    [
        ({"seconds": 30}, {"Seconds": 30}),
        ({"seconds": "$.delay"}, {"SecondsPath": "$.delay"}),
        ({"timestamp": "2026-12-24T18:00:00Z"}, {"Timestamp": "2026-12-24T18:00:00Z"}),
        ({"timestamp": "$.expiryTime"}, {"TimestampPath": "$.expiryTime"}),
    ],
)
def test_a_wait_is_for_seconds_or_until_a_timestamp(given, rendered):
    assert Wait("Hold", next="Go", **given).render() == {"Type": "Wait", **rendered, "Next": "Go"}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "Hold: a wait takes seconds or a timestamp, one of the two"),
        (
            {"seconds": 1, "timestamp": "$.at"},
            "Hold: a wait takes seconds or a timestamp, one of the two",
        ),
        ({"seconds": -1}, "Hold: seconds must be between 0 and 99999999, got -1"),
        (
            {"seconds": "delay"},
            "Hold: seconds must be a number or a path such as $.delay, got delay",
        ),
    ],
)
def test_a_wait_outside_its_limits_is_refused(given, message):
    with pytest.raises(ValueError) as refused:
        Wait("Hold", **given)
    assert str(refused.value) == message


def test_a_pass_changes_the_data():
    shaped = Pass("Shape", parameters={"id.$": "$.orderId"}, result_path="$.shaped", next="Go")
    assert shaped.render() == {
        "Type": "Pass",
        "Parameters": {"id.$": "$.orderId"},
        "ResultPath": "$.shaped",
        "Next": "Go",
    }
    assert Pass("Fixed", result={"a": 1}).render() == {
        "Type": "Pass",
        "Result": {"a": 1},
        "End": True,
    }


def test_succeed_and_fail_end_an_execution():
    assert Succeed("Done").render() == {"Type": "Succeed"}
    assert Fail("Lost", error="OrderFailed", cause="it got lost").render() == {
        "Type": "Fail",
        "Error": "OrderFailed",
        "Cause": "it got lost",
    }
