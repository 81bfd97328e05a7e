"""Tests of processing a batch: message groups, remaining time, partial batch responses."""

from __future__ import annotations

import json
from types import SimpleNamespace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from runtime.in_progress import InProgress
from runtime.observability import correlate
from runtime.sqs import batch, visibility
from runtime.sqs.batch import process_batch
from runtime.sqs.visibility import RETRY_SECONDS
from tests.fakes.invocations import CONTEXT, queue_event


class Clock:
    """A clock that moves only while a message is processed."""

    def __init__(self, monkeypatch, seconds):
        self.now, self.end = 0.0, seconds
        monkeypatch.setattr(batch.time, "perf_counter", lambda: self.now)

    @property
    def context(self):
        left = lambda: int((self.end - self.now) * 1000)  # noqa: E731
        return SimpleNamespace(get_remaining_time_in_millis=left)


def process(bodies, *, fails_on=(), context=CONTEXT, fifo=False, seconds=None, **batch):
    """The ids of the failed messages, and the bodies of the processed ones."""
    processed = []

    def consume(message):
        processed.append(message.body)
        if seconds:
            clock, each = seconds
            clock.now += each[len(processed) - 1]
        if message.body in fails_on:
            raise RuntimeError("not now")

    response = process_batch(queue_event(*bodies, **batch), context, consume, fifo=fifo)
    return [failure["itemIdentifier"] for failure in response["batchItemFailures"]], processed


def test_a_batch_without_a_failure_changes_no_visibility_timeout(aws):
    assert process("abc") == ([], ["a", "b", "c"])
    assert aws.sqs.visibility_timeouts == {}


def test_only_failed_messages_are_in_the_response(aws):
    assert process("abcde", fails_on="bd") == (["m1", "m3"], [*"abcde"])
    assert aws.sqs.visibility_timeouts.keys() == {"handle-m1", "handle-m3"}


def test_the_retry_delay_of_a_message_grows_with_its_receives(aws, monkeypatch):
    monkeypatch.setattr(visibility, "random", lambda: 1.0)
    for receives in (1, 2, 3):
        process("a", fails_on="a", receives=receives)
        delay = RETRY_SECONDS * 6 ** (receives - 1)
        assert aws.sqs.visibility_timeouts == {"handle-m0": delay}


def test_what_a_lost_invocation_holds_is_tried_again_when_its_time_is_over(aws, monkeypatch):
    monkeypatch.setattr(visibility, "random", lambda: 1.0)
    context = SimpleNamespace(get_remaining_time_in_millis=lambda: 300_000)

    def held(message):
        raise InProgress("in another invocation")

    delays = []
    for receives in (1, 2, 3, 4):
        process_batch(queue_event("a", receives=receives), context, held)
        delays += aws.sqs.visibility_timeouts.values()
    assert delays == [RETRY_SECONDS, 301, RETRY_SECONDS * 6**2, RETRY_SECONDS * 6**3]


def test_the_response_is_the_same_if_visibility_timeouts_cannot_be_changed(aws):
    aws.sqs.is_unavailable = True
    assert process("ab", fails_on="a") == (["m0"], ["a", "b"])


def test_log_lines_about_a_batch_have_no_correlation_id(aws, log):
    aws.sqs.is_unavailable = True

    def consume(message):
        correlate("id-1")
        raise RuntimeError("not now")

    context = SimpleNamespace(get_remaining_time_in_millis=lambda: 0)
    process_batch(queue_event("a", "b"), context, consume)
    said = [(line["message"], line.get("correlation_id")) for line in log()]
    assert said == [
        ("message failed", "id-1"),
        ("no time left", None),
        ("visibility timeout not changed", None),
    ]


def test_an_invocation_does_not_keep_the_correlation_id_of_the_one_before(aws, log):
    correlate("id-1")
    process("a", fails_on="a")
    assert log()[0].get("correlation_id") is None


def test_in_a_message_group_nothing_overtakes_a_failed_message(aws):
    failed, processed = process(
        ["a1", "b1", "a2", "b2", "a3"], fails_on=["a2"], fifo=True, groups=[*"ababa"]
    )
    assert failed == ["m2", "m4"]
    assert processed == ["a1", "b1", "a2", "b2"]


def test_the_messages_of_a_blocked_group_have_the_same_retry_delay(aws):
    process(["a1", "a2", "a3"], fails_on=["a1"], fifo=True, groups="aaa", receives=3)
    assert len(aws.sqs.visibility_timeouts) == 3
    assert len(set(aws.sqs.visibility_timeouts.values())) == 1


def test_groups_are_not_blocked_in_a_standard_queue(aws):
    assert process(["a1", "a2"], fails_on=["a1"], groups="aa") == (["m0"], ["a1", "a2"])


def test_messages_without_time_left_are_returned_and_visible_at_once(aws, log, monkeypatch):
    clock = Clock(monkeypatch, seconds=10)
    failed, processed = process("abcd", context=clock.context, seconds=(clock, [1, 5, 1, 1]))
    assert (failed, processed) == (["m2", "m3"], ["a", "b"])
    assert aws.sqs.visibility_timeouts == {"handle-m2": 0, "handle-m3": 0}
    [line] = log()
    assert (line["level"], line["unprocessed"]) == ("INFO", 2)


def test_a_reserve_is_kept_even_when_messages_are_quick(aws, monkeypatch):
    clock = Clock(monkeypatch, seconds=2.05)
    assert process("abc", context=clock.context, seconds=(clock, [0.03] * 3))[1] == ["a", "b"]


def test_a_failed_message_counts_for_the_longest_time_too(aws, monkeypatch):
    clock = Clock(monkeypatch, seconds=10)
    _, processed = process("ab", fails_on="a", context=clock.context, seconds=(clock, [6, 6]))
    assert processed == ["a"]


def test_the_first_message_is_processed_however_little_time_is_left(aws, monkeypatch):
    clock = Clock(monkeypatch, seconds=1)
    assert process("ab", context=clock.context, seconds=(clock, [0.1] * 2)) == (["m1"], ["a"])


def test_without_time_left_a_group_keeps_the_retry_delay_of_its_failed_message(aws, monkeypatch):
    clock = Clock(monkeypatch, seconds=10)
    process(
        ["a1", "a2", "b1"],
        fails_on=["a1"],
        fifo=True,
        groups="aab",
        context=clock.context,
        seconds=(clock, [9]),
    )
    waits = aws.sqs.visibility_timeouts
    assert waits["handle-m0"] == waits["handle-m1"] > 0
    assert waits["handle-m2"] == 0


@given(
    messages=st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), max_size=12),
    time_for=st.integers(1, 12),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_every_message_is_processed_or_returned_and_groups_stay_in_order(aws, messages, time_for):
    processed = []

    def consume(message):
        place = int(message.body)
        processed.append(place)
        if messages[place][1]:
            raise RuntimeError("not now")

    def left():
        return 10_000 if len(processed) < time_for else 0

    batch = queue_event(*map(str, range(len(messages))), groups=[group for group, _ in messages])
    context = SimpleNamespace(get_remaining_time_in_millis=left)
    response = process_batch(batch, context, consume, fifo=True)

    failed = [int(failure["itemIdentifier"][1:]) for failure in response["batchItemFailures"]]
    done = [place for place in processed if not messages[place][1]]
    assert sorted(done + failed) == list(range(len(messages)))
    assert failed == sorted(failed)
    assert all(
        messages[earlier][0] != messages[later][0]
        for earlier in failed
        for later in done
        if earlier < later
    )


def answered_failures(capsys):
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    return [line for line in lines if "AnsweredFailures" in line]


def test_an_invocation_in_which_messages_fail_again_counts_as_failed_once(aws, capsys):
    process(["a", "b"], fails_on=("a", "b"), receives=2)
    [counted] = answered_failures(capsys)
    assert counted["AnsweredFailures"] == [1]
    assert counted["FunctionName"] == "test-function"
    [metric] = counted["_aws"]["CloudWatchMetrics"]
    assert metric["Namespace"] == "platform"
    assert [sorted(names) for names in metric["Dimensions"]] == [["FunctionName", "service"]]


def test_a_first_failure_of_a_message_does_not_count(aws, capsys):
    process(["a"], fails_on=("a",), receives=1)
    process(["a"], receives=4)
    assert answered_failures(capsys) == []
