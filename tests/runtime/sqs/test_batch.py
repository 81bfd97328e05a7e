"""Tests of working through a batch: its order, its time, and when its failures come back."""

from __future__ import annotations

from types import SimpleNamespace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from runtime.observability import correlate
from runtime.sqs import batch
from runtime.sqs.batch import process_batch
from tests.fakes.invocations import CONTEXT, queue_event


class Clock:
    """Time that passes only while a message is worked on."""

    def __init__(self, monkeypatch, seconds):
        self.now, self.end = 0.0, seconds
        monkeypatch.setattr(batch.time, "perf_counter", lambda: self.now)

    @property
    def context(self):
        left = lambda: int((self.end - self.now) * 1000)  # noqa: E731
        return SimpleNamespace(get_remaining_time_in_millis=left)


def worked(bodies, *, fails_on=(), context=CONTEXT, fifo=False, seconds=None, **batch):
    """The messages that came back, and those that were tried."""
    tried = []

    def work(message):
        tried.append(message.body)
        if seconds:
            clock, each = seconds
            clock.now += each[len(tried) - 1]
        if message.body in fails_on:
            raise RuntimeError("not now")

    answer = process_batch(queue_event(*bodies, **batch), context, work, fifo=fifo)
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]], tried


def test_a_batch_without_a_failure_asks_the_queue_for_nothing(aws):
    assert worked("abc") == ([], ["a", "b", "c"])
    assert aws.sqs.visibility_timeouts == {}


def test_exactly_what_failed_comes_back_and_the_rest_is_done(aws):
    assert worked("abcde", fails_on="bd") == (["m1", "m3"], [*"abcde"])
    assert aws.sqs.visibility_timeouts.keys() == {"handle-m1", "handle-m3"}


def test_what_is_said_of_a_whole_batch_is_said_under_no_messages_id(aws, log):
    aws.sqs.is_unavailable = True

    def work(message):
        correlate("talk-1")
        raise RuntimeError("not now")

    context = SimpleNamespace(get_remaining_time_in_millis=lambda: 0)
    process_batch(queue_event("a", "b"), context, work)
    said = [(line["message"], line.get("correlation_id")) for line in log()]
    assert said == [
        ("message failed", "talk-1"),
        ("no time left", None),
        ("visibility timeout not changed", None),
    ]


def test_an_invocation_does_not_begin_under_the_id_of_the_one_before(aws, log):
    correlate("talk-1")
    worked("a", fails_on="a")
    assert log()[0].get("correlation_id") is None


def test_in_a_group_nothing_overtakes_what_failed(aws):
    back, tried = worked(
        ["a1", "b1", "a2", "b2", "a3"], fails_on=["a2"], fifo=True, groups=[*"ababa"]
    )
    assert back == ["m2", "m4"]
    assert tried == ["a1", "b1", "a2", "b2"]


def test_a_group_comes_back_together_so_that_none_of_it_holds_up_the_first(aws):
    worked(["a1", "a2", "a3"], fails_on=["a1"], fifo=True, groups="aaa", receives=3)
    assert len(aws.sqs.visibility_timeouts) == 3
    assert len(set(aws.sqs.visibility_timeouts.values())) == 1


def test_without_an_order_to_keep_groups_do_not_wait(aws):
    assert worked(["a1", "a2"], fails_on=["a1"], groups="aa") == (["m0"], ["a1", "a2"])


def test_what_there_is_no_time_for_is_left_and_comes_back_at_once(aws, log, monkeypatch):
    clock = Clock(monkeypatch, seconds=10)
    back, tried = worked("abcd", context=clock.context, seconds=(clock, [1, 5, 1, 1]))
    assert (back, tried) == (["m2", "m3"], ["a", "b"])
    assert aws.sqs.visibility_timeouts == {"handle-m2": 0, "handle-m3": 0}
    [line] = log()
    assert (line["level"], line["unprocessed"]) == ("INFO", 2)


def test_a_reserve_is_kept_even_when_messages_are_quick(aws, monkeypatch):
    clock = Clock(monkeypatch, seconds=2.05)
    assert worked("abc", context=clock.context, seconds=(clock, [0.03] * 3))[1] == ["a", "b"]


def test_a_message_that_failed_slowly_counts_as_slow_too(aws, monkeypatch):
    clock = Clock(monkeypatch, seconds=10)
    _, tried = worked("ab", fails_on="a", context=clock.context, seconds=(clock, [6, 6]))
    assert tried == ["a"]


def test_however_little_time_there_is_the_first_message_is_tried(aws, monkeypatch):
    clock = Clock(monkeypatch, seconds=1)
    assert worked("ab", context=clock.context, seconds=(clock, [0.1] * 2)) == (["m1"], ["a"])


def test_when_time_ends_a_group_still_waits_for_what_failed(aws, monkeypatch):
    clock = Clock(monkeypatch, seconds=10)
    worked(
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
def test_every_message_is_done_or_comes_back_and_no_group_is_ever_out_of_order(
    aws, messages, time_for
):
    tried = []

    def work(message):
        place = int(message.body)
        tried.append(place)
        if messages[place][1]:
            raise RuntimeError("not now")

    def left():
        return 10_000 if len(tried) < time_for else 0

    batch = queue_event(*map(str, range(len(messages))), groups=[group for group, _ in messages])
    context = SimpleNamespace(get_remaining_time_in_millis=left)
    answer = process_batch(batch, context, work, fifo=True)

    back = [int(failure["itemIdentifier"][1:]) for failure in answer["batchItemFailures"]]
    done = [place for place in tried if not messages[place][1]]
    assert sorted(done + back) == list(range(len(messages)))
    assert back == sorted(back)
    assert all(
        messages[earlier][0] != messages[later][0]
        for earlier in back
        for later in done
        if earlier < later
    )
