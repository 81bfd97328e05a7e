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


def test_a_retry_waits_longer_each_time_up_to_a_limit_and_never_with_all_others():
    assert Retry(errors=("PaymentRetryable",)).render() == {
        "ErrorEquals": ["PaymentRetryable"],
        "IntervalSeconds": 1,
        "MaxAttempts": 3,
        "BackoffRate": 2.0,
        "MaxDelaySeconds": 60,
        "JitterStrategy": "FULL",
    }


def test_an_error_may_be_an_answer_that_is_not_tried_again():
    assert Retry(errors=("Refused",), attempts=0).render() == {
        "ErrorEquals": ["Refused"],
        "MaxAttempts": 0,
    }


def test_a_catch_keeps_the_error_beside_the_input():
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
def test_a_retry_that_aws_would_refuse_is_refused_here(changes, message):
    with pytest.raises(ValueError) as refused:
        Retry(**{"errors": ("Boom",), **changes})
    assert str(refused.value) == message


def test_a_retry_whose_second_pause_is_as_good_as_the_last_is_refused_though_aws_takes_it():
    with pytest.raises(ValueError, match="backoff must be between 1 and our limit of 10, got 11"):
        Retry(errors=("Boom",), backoff=11)


def test_a_catch_names_an_error():
    with pytest.raises(ValueError, match="a catch must name at least one error"):
        Catch(next="Undo", errors=())


def test_whoever_handles_everything_comes_last():
    everything, one = Catch(next="Undo"), Catch(next="Undo", errors=("Boom",))
    check_order("Pay", (one, everything))
    with pytest.raises(ValueError) as refused:
        check_order("Pay", (everything, one))
    assert str(refused.value) == "Pay: what handles States.ALL must come last"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Boom", "Boom"),
        (TASK_FAILED, "Boom"),
        (TASK_FAILED, TASK_FAILED),
        (TIMEOUT, HEARTBEAT_TIMEOUT),
    ],
)
def test_nobody_stands_behind_where_no_error_gets_by(first, second):
    with pytest.raises(ValueError) as refused:
        check_order("Pay", (Retry(errors=("Else", first)), Retry(errors=(second, "Other"))))
    assert str(refused.value) == (
        f"Pay: {second} never gets as far as what handles it, behind what handles {first}"
    )


@pytest.mark.parametrize("error", [TIMEOUT, HEARTBEAT_TIMEOUT, TOO_LARGE, ALL])
def test_what_handles_a_failed_task_leaves_this_to_others(error):
    check_order("Pay", (Retry(errors=(TASK_FAILED,)), Retry(errors=(error,))))


def test_a_more_special_error_may_be_handled_first():
    check_order("Pay", (Retry(errors=("Boom",)), Retry(errors=(TASK_FAILED,))))
    check_order("Pay", (Catch(next="A", errors=(HEARTBEAT_TIMEOUT,)), Catch(next="B")))


def caught_by(*catches):
    return [(catch["ErrorEquals"], catch["Next"]) for catch in caught(catches)]


def test_who_catches_all_errors_also_catches_a_result_that_is_too_large():
    busy = Catch(next="Again", errors=("Busy",))
    assert caught_by(busy, Catch(next="Undo", result_path="$.why")) == [
        (["Busy"], "Again"),
        ([TOO_LARGE], "Undo"),
        ([ALL], "Undo"),
    ]
    assert caught((Catch(next="Undo", result_path="$.why"),))[0]["ResultPath"] == "$.why"


def test_who_says_what_becomes_of_a_result_that_is_too_large_is_left_with_it():
    own = Catch(next="Split", errors=(TOO_LARGE,))
    assert caught_by(own, Catch(next="Undo")) == [([TOO_LARGE], "Split"), ([ALL], "Undo")]
    assert caught_by(Catch(next="Undo", errors=("Boom",))) == [(["Boom"], "Undo")]


def named(rendered):
    return [(retry["ErrorEquals"], retry["MaxAttempts"]) for retry in rendered]


def test_what_passes_by_itself_is_tried_three_times_after_a_tasks_own_retries():
    own = Retry(errors=("Busy",), attempts=5)
    assert named(retries((own,), LAMBDA_UNAVAILABLE, ())) == [
        (["Busy"], 5),
        (list(LAMBDA_UNAVAILABLE), 3),
    ]


@pytest.mark.parametrize("errors", [(ALL,), (TASK_FAILED,), LAMBDA_UNAVAILABLE])
def test_a_task_that_tries_all_of_that_again_itself_needs_no_other_retry(errors):
    own = Retry(errors=errors, attempts=6)
    assert named(retries((own,), LAMBDA_UNAVAILABLE, ())) == [(list(errors), 6)]


def test_where_any_error_may_pass_one_that_is_caught_by_name_is_an_answer():
    catches = (Catch(next="Known", errors=(CONDITION_FAILED, TIMEOUT)), Catch(next="Undo"))
    assert named(retries((), (TASK_FAILED,), catches)) == [
        ([CONDITION_FAILED], 0),
        ([TASK_FAILED], 3),
    ]


def test_what_a_task_itself_wants_tried_again_is_even_if_it_is_caught_by_name():
    catches = (Catch(next="Undo", errors=("Busy",)),)
    own = Retry(errors=("Busy",), attempts=2)
    assert named(retries((own,), (TASK_FAILED,), catches)) == [(["Busy"], 2), ([TASK_FAILED], 3)]
