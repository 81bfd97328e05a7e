"""Tests of trace and logs, on recorded lines of one order."""

from __future__ import annotations

import itertools
import json
from datetime import UTC, datetime

import pytest

from cli import __main__ as command
from cli.observe import log_search, logs, trace
from cli.observe.log_line import parsed, record_of, short
from cli.repair import dead_letter_queue
from tests.cli.observe.logs_stage import BEGAN, EXECUTION, LogsStage

ORDER, CORRELATION = "fe70c059-4c9a-5bbf", "d0bcf53a-141c-49f1"
REQUEST = "gateway-7"
TAKER = "payments-take-payment"


def said(service, function, message, **more):
    """A line as the runtime writes it."""
    return {
        "level": "INFO",
        "message": message,
        "service": service,
        "function": f"{service}-{function}-function-1a2b3c4",
        "correlation_id": CORRELATION,
        **more,
    }


def write_order(stage):
    write = stage.logs.write
    placed = said("orders", "place-order", "order placed", order_id=ORDER)
    handled = {"method": "POST", "route": "/orders", "gateway_request_id": REQUEST}
    write("orders-place-order-logs-1a2b3c4", 0, placed)
    write(
        "orders-place-order-logs-1a2b3c4",
        0.02,
        said("orders", "place-order", "request handled", **handled),
    )
    access = {"requestId": REQUEST, "sourceIp": "192.0.2.1", "method": "POST", "path": "/orders"}
    access |= {"status": "202", "responseLatency": "41"}
    write("orders-api-access-logs-1a2b3c4", 0.03, access)
    stored = said("analytics", "store-records", "records processed")
    stored |= {"correlation_id": None, "correlation_ids": ["another", CORRELATION]}
    write("analytics-store-records-logs-1a2b3c4", 2, stored)
    failed = said("payments", "take-payment", "message failed", error_type="ConnectionError")
    failed |= {"level": "ERROR", "stack_trace": {"value": "away\nmore"}}
    write("payments-take-payment-logs-1a2b3c4", 1, failed)
    write("payments-take-payment-logs-1a2b3c4", 1.1, "REPORT RequestId: r-1\tDuration: 2.5 ms\t")
    task = said("orders", "request-step", "task done", execution=EXECUTION)
    write("orders-request-step-logs-1a2b3c4", 1.5, task)
    other = said("orders", "place-order", "order placed", order_id="another-order")
    write("orders-place-order-logs-1a2b3c4", 3, {**other, "correlation_id": "other"})
    stage.mappings.append(
        {
            "FunctionArn": f"arn:aws:lambda:eu-west-1:1:function:{TAKER}-function-1a2b3c4",
            "EventSourceArn": f"arn:aws:sqs:eu-west-1:1:{TAKER}-queue-1a2b3c4",
        }
    )
    stage.states.histories[EXECUTION] = [
        {"type": "ExecutionStarted", "timestamp": BEGAN, "executionStartedEventDetails": {}},
        {
            "type": "TaskStateEntered",
            "timestamp": BEGAN,
            "stateEnteredEventDetails": {"name": "TakePayment"},
        },
        {
            "type": "TaskTimedOut",
            "timestamp": BEGAN,
            "taskTimedOutEventDetails": {"error": "States.Timeout"},
        },
    ]


@pytest.fixture(params=["http://127.0.0.1:1", None], ids=["emulator", "AWS"])
def stage(request, monkeypatch):
    made = LogsStage(request.param)
    write_order(made)
    for module in (trace, logs):
        monkeypatch.setattr(module, "account_of", made.opened)
    monkeypatch.setattr(dead_letter_queue, "queues_of", lambda account: [])
    monkeypatch.setattr(log_search, "POLL_SECONDS", 0)
    return made


def printed(capsys, *words):
    assert command.main([*words]) == 0
    return capsys.readouterr().out


def test_an_order_is_found_whole_by_its_id(stage, capsys):
    found = json.loads(printed(capsys, "trace", ORDER, "--json"))
    assert (found["id"], found["correlationIds"]) == (ORDER, [CORRELATION])
    steps = [(step["kind"], step["name"], step["words"]) for step in found["steps"]]
    assert sorted(steps) == sorted(
        [
            ("function", "orders-place-order", f"order placed order_id={ORDER}"),
            ("function", "orders-place-order", "request handled method=POST route=/orders"),
            ("api", "orders-api-access", "POST /orders answered 202 in 41 ms"),
            (
                "function",
                "payments-take-payment",
                "message failed error_type=ConnectionError away",
            ),
            ("function", "orders-request-step", f"task done execution={EXECUTION}"),
            (
                "function",
                "analytics-store-records",
                f"records processed correlation_ids=['another', '{CORRELATION}']",
            ),
            ("workflow", "orders-saga", "ExecutionStarted"),
            ("workflow", "orders-saga", "entered TakePayment"),
            ("workflow", "orders-saga", "TaskTimedOut: States.Timeout"),
        ]
    )
    [payment] = [step for step in found["steps"] if step["service"] == "payments"]
    assert (payment["source"], payment["level"]) == ("queue payments-take-payment", "ERROR")
    assert [step["at"] for step in found["steps"]] == sorted(step["at"] for step in found["steps"])


@pytest.mark.parametrize("asked", [CORRELATION, ORDER, REQUEST])
def test_the_text_sums_up_what_was_found(stage, capsys, asked):
    lines = printed(capsys, "trace", asked).splitlines()
    assert lines[-1] == (
        "4 functions, 3 services, 1 workflows, 1 queues and streams, 2 errors, "
        "0 messages in dead-letter queues, 2.000 s"
    )
    assert any("ERROR message failed" in line and "from queue payments" in line for line in lines)
    of = "" if asked == ORDER else f"order {ORDER}, "
    assert lines[0] == f"{asked}, {of}correlation id {CORRELATION}"
    assert "order_id=" not in "\n".join(lines)
    assert any(line.endswith("order placed") for line in lines)


def test_a_message_in_a_dead_letter_queue_is_named(stage, capsys, monkeypatch):
    monkeypatch.setattr("cli.observe.journey._dead_letters", lambda account, ids: [("dead", "m-1")])
    assert "message m-1 is in dead: platform dead-letters dead" in printed(capsys, "trace", ORDER)


def test_an_execution_is_found_by_its_name_which_is_its_correlation_id(stage, capsys):
    stage.logs.write("orders-a-logs-1a2b3c4", 4, said("orders", "a", "x", correlation_id="run-1"))
    assert "orders-saga" in printed(capsys, "trace", "run-1")


def test_an_id_that_no_line_has_is_an_error_that_says_where_was_looked(stage, capsys):
    assert command.main(["trace", "nothing"]) == 1
    said_ = capsys.readouterr().err
    assert "in 5 log groups of stage local has nothing" in said_


def test_an_id_that_would_need_an_escape_is_refused(stage, capsys):
    assert command.main(["trace", 'a" | limit 1']) == 1
    assert "an id has letters, digits" in capsys.readouterr().err


def test_an_id_of_too_many_requests_is_refused_with_some_of_them(stage, capsys):
    for number in range(21):
        line = said("catalog", "get", "x", item_id="cd", correlation_id=f"c-{number}")
        stage.logs.write("catalog-get-logs-1a2b3c4", 5 + number, line)
    assert command.main(["trace", "cd"]) == 1
    assert "in the lines of 21 requests" in capsys.readouterr().err


@pytest.mark.parametrize("by", [("--order", ORDER), ("--correlation", CORRELATION)])
def test_the_log_of_a_service_shows_the_lines_of_one_order(stage, capsys, by):
    lines = printed(capsys, "logs", "orders", *by, "--json").splitlines()
    assert [json.loads(line)["message"] for line in lines] == [
        *("order placed", "request handled", "task done"),
    ]


def test_the_log_of_a_service_has_lambdas_own_lines_parsed(stage, capsys):
    lines = [
        json.loads(line) for line in printed(capsys, "logs", "payments", "--json").splitlines()
    ]
    assert [line["message"] for line in lines] == ["message failed", "REPORT"]
    assert (lines[1]["request_id"], lines[1]["duration"]) == ("r-1", "2.5 ms")


def test_a_line_of_metrics_shows_their_values():
    directive = {"CloudWatchMetrics": [{"Metrics": [{"Name": "OrdersPlaced", "Unit": "Count"}]}]}
    text = json.dumps({"_aws": directive, "OrdersPlaced": [1.0], "service": "orders"})
    assert parsed({"timestamp": 0, "message": text}, "g").words == "metrics OrdersPlaced=1"


def test_following_prints_each_new_line_once(stage, capsys, monkeypatch):
    sleeps = itertools.count()

    def write(message):
        after = (datetime.now(UTC) - BEGAN).total_seconds() - 1
        stage.logs.write("orders-a-logs-1a2b3c4", after, said("orders", "a", message))

    def wait(seconds):
        match next(sleeps):
            case 0:
                write("later")
            case 2:
                raise KeyboardInterrupt

    monkeypatch.setattr("cli.observe.logs.time.sleep", wait)
    write("before")
    assert command.main(["logs", "orders", "--follow", "--since", "10m"]) == 130
    out = capsys.readouterr().out
    assert (out.count(" before "), out.count(" later ")) == (1, 1)


def test_a_query_has_at_most_fifty_log_groups(capsys, monkeypatch):
    aws = LogsStage(None)
    monkeypatch.setattr(logs, "account_of", aws.opened)
    monkeypatch.setattr(log_search, "POLL_SECONDS", 0)
    for number in range(51):
        aws.logs.write(f"orders-{number}-logs-1a2b3c4", number, said("orders", "a", "x"))
    assert len(printed(capsys, "logs", "orders").splitlines()) == 51
    assert [len(query["logGroupNames"]) for query in aws.logs.queries] == [50, 1]


def test_a_query_that_fails_is_an_error(capsys, monkeypatch):
    aws = LogsStage(None)
    write_order(aws)
    monkeypatch.setattr(trace, "account_of", aws.opened)
    monkeypatch.setattr(aws.logs, "get_query_results", lambda **call: {"status": "Failed"})
    assert command.main(["trace", ORDER]) == 1
    assert "Logs Insights ended the query: Failed" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "record"),
    [
        ('{"a": 1}', {"a": 1}),
        ("START RequestId: r-1 Version: 3", {"message": "START", "request_id": "r-1"}),
        ("END RequestId: r-1", {"message": "END", "request_id": "r-1"}),
        (
            "[ERROR] Runtime.ImportModuleError: no module named x\nTraceback",
            {
                "level": "ERROR",
                "error_type": "Runtime.ImportModuleError",
                "message": "no module named x",
            },
        ),
        (
            "2026-11-29T20:00:00.000Z r-1 Task timed out after 20.02 seconds",
            {"level": "ERROR", "message": "timed out", "request_id": "r-1", "seconds": "20.02"},
        ),
        ("INIT_START Runtime Version: python:3.12.v1", {"message": "INIT_START"}),
        ("any text", {}),
        ("[1]", {}),
    ],
)
def test_every_form_of_a_line_is_parsed(text, record):
    assert record.items() <= record_of(text).items()
    if not record:
        assert record_of(text) == {}
        assert parsed({"timestamp": 0, "message": text}, "g").words == text


@pytest.mark.parametrize(
    ("name", "said_as"),
    [
        ("orders-place-order-function-1a2b3c4", "orders-place-order"),
        ("/aws/vendedlogs/apis/orders-api-logs-1a2b3c4", "orders-api"),
        ("orders-advance-queue-1a2b3c4.fifo", "orders-advance"),
        ("plain", "plain"),
    ],
)
def test_names_are_shown_as_the_program_has_them(name, said_as):
    assert short(name) == said_as
