"""``platform tune``: on AWS, and the size is the old one again; on a local stage by a model."""

from __future__ import annotations

import io
import json
from base64 import b64encode
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from cli import __main__ as command
from cli.tune import cpu_time, measure, tune
from cost.tuning import SIZES_MB
from local.checkout import LocalError

PRIMES = {"128": [11_722.965], "256": [6_678.945], "512": [3_194.954], "1024": [1_465.984]}


class Lambda:
    """A function whose time is 100,000 ms / memory; ``sizes`` are those it was given, in order."""

    def __init__(self, error: str | None = None, report: str = "REPORT a\tDuration: {} ms\tB"):
        self.memory, self.sizes, self.events = 256, [], []
        self.error, self.report = error, report

    def update_function_configuration(self, *, FunctionName, MemorySize):  # noqa: N803
        self.memory = MemorySize
        self.sizes.append(MemorySize)

    def get_waiter(self, name):
        return SimpleNamespace(wait=lambda FunctionName: None)  # noqa: N803

    def invoke(self, *, FunctionName, Payload, LogType):  # noqa: N803
        self.events.append(json.loads(Payload))
        log = b64encode(self.report.format(100_000 / self.memory).encode()).decode()
        failed = {"FunctionError": self.error} if self.error else {}
        return {"Payload": io.BytesIO(b"{}"), "LogResult": log, **failed}

    def get_paginator(self, name):
        found = {"FunctionName": "pay-1", "MemorySize": 256, "Architectures": ["arm64"]}
        return SimpleNamespace(paginate=lambda: [{"Functions": [found]}])


def account(client: Lambda, endpoint: str | None = None) -> SimpleNamespace:
    known = {"stage": "dev", "region": "eu-west-1", "endpoint": endpoint}
    return SimpleNamespace(client=lambda service: client, **known)


@pytest.fixture
def aws(monkeypatch):
    client = Lambda()

    @contextmanager
    def account_of(stage):
        yield account(client)

    monkeypatch.setattr(tune, "account_of", account_of)
    return client


def test_each_size_is_measured_on_aws_and_the_function_has_its_own_again(aws, capsys):
    words = ["tune", "pay", "--yes", "--invocations=2", "--json", "--stage=dev"]
    assert command.main(words) == 0
    assert aws.sizes == [*SIZES_MB, 256]
    assert len(aws.events) == 3 * len(SIZES_MB)
    found = json.loads(capsys.readouterr().out)
    assert (found["function"], found["how"]) == ("pay-1", "measured on AWS")
    assert found["sizes"][0]["milliseconds"] == pytest.approx(100_000 / 128)


def test_on_aws_the_memory_is_not_changed_unasked(aws, capsys):
    assert command.main(["tune", "pay", "--stage=dev"]) == 1
    assert "say --yes" in capsys.readouterr().err
    assert aws.sizes == []


@pytest.mark.parametrize(
    ("client", "said"),
    [
        (Lambda(error="Unhandled"), "pay failed, so its times say nothing"),
        (Lambda(report="END"), "Lambda reported no duration"),
    ],
)
def test_a_function_that_fails_has_its_own_size_again(client, said):
    function = {"FunctionName": "pay", "MemorySize": 256}
    with pytest.raises(LocalError, match=said):
        measure.on_aws(account(client), function, {}, (128,), 1)
    assert client.sizes == [128, 256]


def test_on_a_local_stage_one_measurement_is_scaled_to_every_size(monkeypatch):
    ticks = iter([0.0, 0.1, 0.2, 0.3])
    computed = iter([0.0, 50.0, 50.0, 100.0])
    monkeypatch.setattr(measure, "milliseconds_below", lambda pid: next(computed))
    client = Lambda()
    found = measure.on_the_local_stage(
        account(client), "pay", {"id": 1}, (128, 1769), 2, 1, lambda: next(ticks)
    )
    assert found[1769] == pytest.approx([100, 100])
    assert found[128] == pytest.approx([50 + 50 * 1769 / 128] * 2)
    assert (client.sizes, client.events) == ([], [{"id": 1}] * 3)


def test_the_cpu_time_is_that_of_all_processes_below_one(tmp_path, monkeypatch):
    def process(pid: int, children: str, *threads: int) -> None:
        for number, nanoseconds in enumerate(threads):
            folder = tmp_path / str(pid) / "task" / str(pid + number)
            folder.mkdir(parents=True)
            (folder / "children").write_text(children if number == 0 else "", "utf-8")
            (folder / "schedstat").write_text(f"{nanoseconds} 5 7\n", "utf-8")

    process(1, "2 3 ", 9_000_000)
    process(2, "4", 1_000_000, 500_000)
    process(4, "", 2_500_000)
    monkeypatch.setattr(cpu_time, "PROC", tmp_path)
    assert cpu_time.milliseconds_below(1) == 4.0


def test_recorded_measurements_need_no_stage_and_are_drawn(tmp_path, capsys):
    (tmp_path / "primes.json").write_text(json.dumps(PRIMES), "utf-8")
    words = ["--measurements", str(tmp_path / "primes.json"), "--plot", str(tmp_path / "p.svg")]
    assert command.main(["tune", "primes", *words]) == 0
    assert "best for balanced: 1024 MB" in capsys.readouterr().out
    assert "primes: best for balanced at 1024 MB" in (tmp_path / "p.svg").read_text("utf-8")
    assert command.main(["tune", "primes", *words, "--strategy=cost", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["best"] == 128


@pytest.mark.parametrize("content", ["[]", "{}", '{"128": []}', '{"big": [1]}', '{"128": 5}'])
def test_what_are_no_measurements_is_said(tmp_path, capsys, content):
    (tmp_path / "m.json").write_text(content, "utf-8")
    assert command.main(["tune", "f", "--measurements", str(tmp_path / "m.json")]) == 1
    assert "m.json must have" in capsys.readouterr().err
