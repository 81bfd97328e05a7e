"""What is done otherwise than by the emulator's Step Functions; a module stands for it."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from types import SimpleNamespace

import pytest

from local.emulator_process.workflows import INVOKED_AT_ONCE, correct


class ExecutionError(Exception):
    def __init__(self, error, cause):
        self.error, self.cause = error, cause


@pytest.fixture
def states():
    """The emulator's module: its functions do ``work``; a wait for a token ends at once."""
    tokens = {}
    module = SimpleNamespace(_ExecutionError=ExecutionError, _task_tokens=tokens, work=print)
    module._call_lambda = lambda function, event: module.work(function, event)

    def wait(resource, given, token, state):
        tokens[token] = {"event": threading.Event(), "error": None}
        with suppress(ExecutionError):
            module._call_lambda(resource, given)
        return tokens[token]["event"].wait(0), tokens[token]["error"]

    module._invoke_with_callback = wait
    correct(module)
    return module


def fails(function, event):
    raise ExecutionError("OutOfStock", "none")


def test_the_error_of_a_function_ends_the_wait_for_its_token(states):
    states.work = fails
    error = {"Error": "OutOfStock", "Cause": "none"}
    assert states._invoke_with_callback("sell", {}, "token", {}) == (True, error)


def test_a_function_that_succeeds_leaves_the_wait_as_it_is(states):
    states.work = lambda function, event: None
    assert states._invoke_with_callback("sell", {}, "token", {}) == (False, None)


def test_a_function_without_a_token_fails_as_before(states):
    states.work = fails
    states._invoke_with_callback("sell", {}, "token", {})
    with pytest.raises(ExecutionError):
        states._call_lambda("sell", {})


def test_one_function_is_invoked_a_few_times_at_once(states):
    running, most = 0, []
    lock, full = threading.Lock(), threading.Barrier(INVOKED_AT_ONCE)

    def work(function, event):
        nonlocal running
        with lock:
            running += 1
            most.append(running)
        full.wait(10)
        with lock:
            running -= 1

    states.work = work
    with ThreadPoolExecutor(3 * INVOKED_AT_ONCE) as pool:
        list(pool.map(lambda _: states._call_lambda("sell", {}), range(3 * INVOKED_AT_ONCE)))
    assert max(most) == INVOKED_AT_ONCE
