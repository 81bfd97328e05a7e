"""Processes of functions that are updated while they answer."""

from __future__ import annotations

import threading
from types import SimpleNamespace

import pytest

from local.emulator_process.workers import correct


class Pool(SimpleNamespace):
    """The emulator's pool, as far as it is used: one process answers one request at a time."""

    def __init__(self):
        super().__init__(_lock=threading.Lock(), _workers={}, ended=[])

    def acquire_worker(self, name, config, code, qualifier="$LATEST"):
        pool = self._workers.setdefault(f"{name}:{qualifier}", [])
        for worker in pool:
            if not worker.in_use:
                worker.in_use = True
                return worker, "reused"
        if len(pool) == 3:
            return None, "func_cap"
        pool.append(SimpleNamespace(code=code, in_use=True))
        return pool[-1], "spawn"

    def kill_workers(self, workers):
        self.ended += [worker.code for worker in workers]


@pytest.fixture
def pool():
    return Pool()


@pytest.fixture
def answer(pool):
    """Answers a request to a function: the code of the process that did."""
    functions = SimpleNamespace(acquire_worker=pool.acquire_worker)
    correct(functions, pool)
    assert functions.acquire_worker is pool.acquire_worker

    def answered(code, revision="1", name="greet"):
        worker, _ = functions.acquire_worker(name, {"RevisionId": revision}, code)
        worker.in_use = False
        return worker.code

    return answered


def test_a_process_answers_again_while_its_function_is_the_same(answer, pool):
    assert [answer(b"old"), answer(b"old")] == [b"old", b"old"]
    assert len(pool._workers["greet:$LATEST"]) == 1
    assert pool.ended == []


def test_what_a_request_of_before_an_update_started_answers_none_after_it(answer, pool):
    """It had read the old code; the update, which ends what runs, came before its process did."""
    assert answer(b"old") == b"old"
    assert answer(b"new", "2") == b"new"
    assert pool.ended == [b"old"]
    assert [worker.code for worker in pool._workers["greet:$LATEST"]] == [b"new"]


def test_new_settings_need_a_new_process(answer, pool):
    assert answer(b"code") == answer(b"code", "2") == b"code"
    assert pool.ended == [b"code"]


def test_processes_of_other_functions_stay(answer, pool):
    answer(b"other", name="leave")
    answer(b"old")
    answer(b"new", "2")
    assert [worker.code for worker in pool._workers["leave:$LATEST"]] == [b"other"]


def test_too_many_processes_are_reported_as_before(answer, pool):
    for _ in range(3):
        pool.acquire_worker("greet", {"RevisionId": "1"}, b"code")
    assert pool.acquire_worker("greet", {"RevisionId": "1"}, b"code") == (None, "func_cap")
