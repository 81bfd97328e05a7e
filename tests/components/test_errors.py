import pytest

from components.workflow.errors import (
    ALL,
    CONDITION_FAILED,
    HEARTBEAT_TIMEOUT,
    LAMBDA_UNAVAILABLE,
    TASK_FAILED,
    TIMEOUT,
    TOO_LARGE,
    Catch,
    Retry,
    caught,
    check_order,
    retries,
)


def test_a_retry_has_exponential_backoff_and_full_jitter():
    assert Retry(errors=("PaymentRetryable",)).render() == {
        "ErrorEquals": ["PaymentRetryable"],
        "IntervalSeconds": 1,
        "MaxAttempts": 3,
        "BackoffRate": 2.0,
        "MaxDelaySeconds": 60,
        "JitterStrategy": "FULL",
    }


def test_an_error_may_be_declared_final():
    assert Retry(errors=("Refused",), attempts=0).render() == {
        "ErrorEquals": ["Refused"],
        "MaxAttempts": 0,
    }


def test_a_catch_puts_the_error_beside_the_input():
    assert Catch(next="Undo").render() == {
        "ErrorEquals": [ALL],
        "ResultPath": "$.error",
        "Next": "Undo",
    }


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"errors": ()}, "a retry must name at least one error"),
        ({"errors": (ALL, "Boom")}, f"a retry for {ALL} must name no other error, got {ALL}, Boom"),
        ({"attempts": -1}, "attempts must be between 0 and 99999999, got -1"),
        ({"interval": 0}, "interval must be at least 1 second, got 0"),
        ({"backoff": 0.5}, "backoff must be between 1 and our limit of 10, got 0.5"),
        (
            {"interval": 60},
            "max_delay must be more than the interval of 60 seconds and at most 31622399, got 60",
        ),
        (
            {"max_delay": 31_622_400},
            "max_delay must be more than the interval of 1 seconds and at most 31622399, "
            "got 31622400",
        ),
    ],
)
def test_a_retry_outside_the_limits_of_step_functions_is_refused(changes, message):
    with pytest.raises(ValueError) as refused:
        Retry(**{"errors": ("Boom",), **changes})
    assert str(refused.value) == message


def test_a_backoff_above_the_limit_of_this_library_is_refused():
    with pytest.raises(ValueError, match="backoff must be between 1 and our limit of 10, got 11"):
        Retry(errors=("Boom",), backoff=11)


def test_a_catch_without_errors_is_refused():
    with pytest.raises(ValueError, match="a catch must name at least one error"):
        Catch(next="Undo", errors=())


def test_a_handler_of_all_errors_must_be_the_last():
    everything, one = Catch(next="Undo"), Catch(next="Undo", errors=("Boom",))
    check_order("Pay", (one, everything))
    with pytest.raises(ValueError) as refused:
        check_order("Pay", (everything, one))
    assert str(refused.value) == "Pay: the handler of States.ALL must be the last"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Boom", "Boom"),
        (TASK_FAILED, "Boom"),
        (TASK_FAILED, TASK_FAILED),
        (TIMEOUT, HEARTBEAT_TIMEOUT),
    ],
)
def test_an_unreachable_handler_is_refused(first, second):
    with pytest.raises(ValueError) as refused:
        check_order("Pay", (Retry(errors=("Else", first)), Retry(errors=(second, "Other"))))
    assert str(refused.value) == (
        f"Pay: the handler of {second} is unreachable behind the handler of {first}"
    )


@pytest.mark.parametrize("error", [TIMEOUT, HEARTBEAT_TIMEOUT, TOO_LARGE, ALL])
def test_a_handler_of_task_failures_does_not_handle_this(error):
    check_order("Pay", (Retry(errors=(TASK_FAILED,)), Retry(errors=(error,))))


def test_a_more_specific_error_may_be_handled_first():
    check_order("Pay", (Retry(errors=("Boom",)), Retry(errors=(TASK_FAILED,))))
    check_order("Pay", (Catch(next="A", errors=(HEARTBEAT_TIMEOUT,)), Catch(next="B")))


def caught_by(*catches):
    return [(catch["ErrorEquals"], catch["Next"]) for catch in caught(catches)]


def test_a_catch_of_all_errors_includes_a_result_that_is_too_large():
    busy = Catch(next="Again", errors=("Busy",))
    assert caught_by(busy, Catch(next="Undo", result_path="$.why")) == [
        (["Busy"], "Again"),
        ([TOO_LARGE], "Undo"),
        ([ALL], "Undo"),
    ]
    assert caught((Catch(next="Undo", result_path="$.why"),))[0]["ResultPath"] == "$.why"


def test_an_own_catch_of_a_result_that_is_too_large_is_kept():
    own = Catch(next="Split", errors=(TOO_LARGE,))
    assert caught_by(own, Catch(next="Undo")) == [([TOO_LARGE], "Split"), ([ALL], "Undo")]
    assert caught_by(Catch(next="Undo", errors=("Boom",))) == [(["Boom"], "Undo")]


def named(rendered):
    return [(retry["ErrorEquals"], retry["MaxAttempts"]) for retry in rendered]


def test_transient_errors_are_retried_three_times_after_a_tasks_own_retries():
    own = Retry(errors=("Busy",), attempts=5)
    assert named(retries((own,), LAMBDA_UNAVAILABLE, ())) == [
        (["Busy"], 5),
        (list(LAMBDA_UNAVAILABLE), 3),
    ]


@pytest.mark.parametrize("errors", [(ALL,), (TASK_FAILED,), LAMBDA_UNAVAILABLE])
def test_a_task_that_retries_all_transient_errors_itself_gets_no_other_retry(errors):
    own = Retry(errors=errors, attempts=6)
    assert named(retries((own,), LAMBDA_UNAVAILABLE, ())) == [(list(errors), 6)]


def test_an_error_that_is_caught_by_name_is_not_retried_where_any_error_is_transient():
    catches = (Catch(next="Known", errors=(CONDITION_FAILED, TIMEOUT)), Catch(next="Undo"))
    assert named(retries((), (TASK_FAILED,), catches)) == [
        ([CONDITION_FAILED], 0),
        ([TASK_FAILED], 3),
    ]


def test_a_tasks_own_retry_of_an_error_that_is_caught_by_name_is_kept():
    catches = (Catch(next="Undo", errors=("Busy",)),)
    own = Retry(errors=("Busy",), attempts=2)
    assert named(retries((own,), (TASK_FAILED,), catches)) == [(["Busy"], 2), ([TASK_FAILED], 3)]
