"""Situations: what goes wrong, as the samples that AWS services publish about it.

Each is a function that adds two hours of samples, the first failure at a given second. What a
service counts is from its list of metrics:
https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import tests.fakes.environment  # noqa: F401  (the modules of the runtime read it)
from microservice.functions import MAX_RECEIVES
from runtime.sqs.batch import FAILED_AGAIN
from runtime.sqs.visibility import retry_delay
from tests.alarms.metrics import Samples

LAMBDA, GATEWAY, SQS = "AWS/Lambda", "AWS/ApiGateway", "AWS/SQS"
NAMESPACE = "shop"

MINUTE, HOUR = 60, 3600
LENGTH = 2 * HOUR

# SQS leaves a message out of the age that was received more often than this.
COUNTED_RECEIVES = 3

Situation = Callable[[Samples, int], None]


@dataclass(frozen=True, kw_only=True)
class Requests:
    """Requests of one route, one ``every`` so many seconds; of each ``per`` of them one ends as
    said: ``raised`` by the handler, which the gateway answers, or ``answered`` by it. ``others``
    are the seconds between requests of other routes, which all succeed.
    """

    every: float
    per: int = 1
    answered: bool = False
    raised: bool = False
    throttled: bool = False
    slow: bool = False
    others: float = 0

    def __call__(self, samples: Samples, start: int) -> None:
        count = int((LENGTH - start) / self.every)
        for number in range(count):
            at, odd = start + number * self.every, number % self.per == 0
            failed = odd and (self.answered or self.raised or self.throttled)
            latency = 5000 if odd and self.slow else 100
            samples.add(at, GATEWAY, Latency=latency, **{"5xx": failed, "5XXError": failed})
            if odd and self.throttled:
                samples.add(at, LAMBDA, Throttles=1)
                continue
            samples.add(at, LAMBDA, Invocations=1, Errors=odd and self.raised, Throttles=0)
            if failed and self.answered:
                samples.add(at, NAMESPACE, AnsweredFailures=1)
        for number in range(int((LENGTH - start) / self.others) if self.others else 0):
            at = start + number * self.others
            samples.add(at, GATEWAY, Latency=100, **{"5xx": 0, "5XXError": 0})


@dataclass(frozen=True, kw_only=True)
class Messages:
    """Messages of a queue at a steady rate, of which the consumer fails each ``failures`` times;
    only the first of them if it is ``poisoned``.

    A ``consumer`` that is "silent" receives none, one that is "throttled" has none of its
    invocations accepted, one that is "slow" takes twice as long for each as the next is away.
    """

    every: float
    failures: int = 0
    poisoned: bool = False
    consumer: str = "works"

    def __call__(self, samples: Samples, start: int) -> None:
        if self.consumer == "slow":
            self._falls_behind(samples, start)
            return
        if self.consumer != "works":
            self._waiting(samples, start)
            return
        for number in range(int((LENGTH - start) / self.every)):
            fails = self.failures if number == 0 or not self.poisoned else 0
            self._one(samples, start + number * self.every, fails)

    def _one(self, samples: Samples, sent: float, failures: int) -> None:
        at = sent
        for receive in range(1, MAX_RECEIVES + 1):
            samples.add(at, LAMBDA, Invocations=1, Errors=0, Throttles=0)
            failed = receive <= failures
            if failed and receive >= FAILED_AGAIN:
                samples.add(at, NAMESPACE, AnsweredFailures=1)
            if not failed:
                return
            after = at + retry_delay(receive, 1)
            if receive <= COUNTED_RECEIVES:
                _age(samples, sent, at, after)
            at = after
        for minute in range(int(at // MINUTE), LENGTH // MINUTE):
            samples.add(minute * MINUTE, SQS, ApproximateNumberOfMessagesVisible=1)

    def _falls_behind(self, samples: Samples, start: int) -> None:
        for number in range(int((LENGTH - start) / (2 * self.every))):
            at = start + 2 * number * self.every
            samples.add(at, LAMBDA, Invocations=1, Errors=0, Throttles=0)
        for at in range(start // MINUTE * MINUTE + MINUTE, LENGTH, MINUTE):
            samples.add(at, SQS, ApproximateAgeOfOldestMessage=(at - start) / 2)

    def _waiting(self, samples: Samples, start: int) -> None:
        _age(samples, start, start, LENGTH)
        if self.consumer == "throttled":
            for minute in range(start // MINUTE, LENGTH // MINUTE):
                samples.add(minute * MINUTE, LAMBDA, Throttles=1)


def _age(samples: Samples, sent: float, since: float, until: float) -> None:
    """SQS publishes the age of the oldest message once a minute."""
    for minute in range(int(since // MINUTE) + 1, int(until // MINUTE) + 1):
        at = minute * MINUTE
        samples.add(at, SQS, ApproximateAgeOfOldestMessage=at - sent)


def _polled(samples: Samples, until: int) -> None:
    """A mapping counts the records that it polls, and 0 where there are none; since long ago."""
    for at in range(-HOUR, until, MINUTE):
        samples.add(at, LAMBDA, PolledEventCount=0)


def stream_fails(samples: Samples, start: int) -> None:
    """One change an hour; the function raises each time, four times in all."""
    _polled(samples, LENGTH)
    for sent in range(start, LENGTH, HOUR):
        for after in (0, 1, 3, 7):
            age = 1000 * after
            at = sent + after
            samples.add(at, LAMBDA, Invocations=1, Errors=1, Throttles=0, IteratorAge=age)
    for minute in range((start + 7) // MINUTE + 1, LENGTH // MINUTE):
        samples.add(minute * MINUTE, SQS, ApproximateNumberOfMessagesVisible=1)


def stream_slow(samples: Samples, start: int) -> None:
    """A function that takes longer than the changes that arrive, by half."""
    _polled(samples, LENGTH)
    for at in range(start, LENGTH, 10):
        age = 1000 * (at - start) / 2
        samples.add(at, LAMBDA, Invocations=1, Errors=0, Throttles=0, IteratorAge=age)


def stream_silent(samples: Samples, start: int) -> None:
    """Changes of a table that no function is invoked for: the mapping was disabled."""
    _polled(samples, start)
    for at in range(start, LENGTH, MINUTE):
        samples.add(at, "AWS/DynamoDB", ConsumedWriteCapacityUnits=1)


def nothing_changes(samples: Samples, start: int) -> None:
    """A stream without records, which is read."""
    _polled(samples, LENGTH)


def execution_fails(samples: Samples, start: int) -> None:
    """One execution of a state machine fails."""
    samples.add(start, "AWS/States", ExecutionsStarted=1, ExecutionsFailed=1)


def executions_time_out(samples: Samples, start: int) -> None:
    """One execution of a state machine times out."""
    samples.add(start, "AWS/States", ExecutionsStarted=1, ExecutionsTimedOut=1)


def writes_throttled(samples: Samples, start: int) -> None:
    """A table refuses some writes in every other minute."""
    for at in range(start, LENGTH, 2 * MINUTE):
        samples.add(at, "AWS/DynamoDB", WriteThrottleEvents=1)


def run_dropped(samples: Samples, start: int) -> None:
    """A schedule's only run of the day is dropped after all retries."""
    samples.add(start, "AWS/Scheduler", TargetErrorCount=1, InvocationDroppedCount=1)
