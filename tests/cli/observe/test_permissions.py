from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import replace
from types import SimpleNamespace

import pytest

from cli import __main__ as command
from cli.observe import permissions as shown
from local import permissions
from local.emulator_process.calls import correct
from local.permissions import Call, Grant

TABLE, QUEUE = "arn:aws:dynamodb:eu-west-1:0:table/orders", "arn:aws:sqs:eu-west-1:0:reserve"
LOGS = {"Effect": "Allow", "Action": ["logs:PutLogEvents"], "Resource": "arn:aws:logs:*"}
READ = {"Effect": "Allow", "Action": ["dynamodb:GetItem", "dynamodb:Query"], "Resource": [TABLE]}
SEND = {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": QUEUE}


@pytest.fixture
def evaluator(tmp_path):
    """Stands for the emulator's IAM, which allows what is named; ``file`` is what was recorded."""

    def evaluate(context, policies):
        return SimpleNamespace(decision="Allow" if context.action in policies else "Deny")

    def enforce(kind, action, resource, policies):
        who = f"arn:aws:sts::0:assumed-role/{kind}/session"
        context = SimpleNamespace(
            principal_type="User" if kind == "root" else "AssumedRole",
            principal_arn=who,
            action=action,
            resource_arn=resource,
        )
        result = module.evaluate(context, policies)
        return None if result.decision == "Allow" else result

    module = SimpleNamespace(evaluate=evaluate, enforce=enforce, folder=tmp_path)
    correct(module, tmp_path / permissions.FILE)
    return module


def test_each_kind_of_call_of_a_role_is_recorded_once_with_the_decision(evaluator):
    for _ in range(2):
        assert evaluator.enforce("place", "sqs:SendMessage", QUEUE, ["sqs:SendMessage"]) is None
    assert evaluator.enforce("place", "dynamodb:GetItem", TABLE, []).decision == "Deny"
    evaluator.enforce("root", "dynamodb:GetItem", TABLE, [])
    assert permissions.read(evaluator.folder) == [
        Call("place", "dynamodb:GetItem", TABLE, allowed=False),
        Call("place", "sqs:SendMessage", QUEUE, allowed=True),
    ]
    assert len((evaluator.folder / permissions.FILE).read_text().splitlines()) == 2


def test_without_a_file_nothing_was_called(tmp_path):
    assert permissions.read(tmp_path) == []


@pytest.mark.parametrize(
    ("pattern", "resource", "covered"),
    [
        (TABLE, TABLE, True),
        (f"{TABLE}/index/*", f"{TABLE}/index/by-day", True),
        (f"{TABLE}/index/*", TABLE, False),
        ("*", QUEUE, True),
        (TABLE.replace("orders", "order?"), TABLE, True),
        (TABLE.replace(".", "x"), TABLE, True),
        ("arn.aws:sqs:eu-west-1:0:reserve", QUEUE, False),
    ],
)
def test_a_grant_covers_the_resources_of_its_patterns(pattern, resource, covered):
    grant = Grant("place", ("dynamodb:GetItem",), (pattern,))
    assert grant.covers(Call("place", "dynamodb:getitem", resource, True)) is covered
    assert not grant.covers(Call("other", "dynamodb:GetItem", resource, True))
    assert not grant.covers(Call("place", "dynamodb:PutItem", resource, True))


def test_a_denied_call_is_missing_until_a_grant_covers_it():
    [granted] = permissions.grants("place", [{"Statement": SEND}])
    calls = [
        Call("place", "sqs:SendMessage", QUEUE, allowed=False),
        Call("place", "dynamodb:GetItem", TABLE, allowed=False),
        Call("gone", "dynamodb:GetItem", TABLE, allowed=False),
    ]
    assert permissions.missing([granted], calls) == [calls[1]]


@pytest.fixture
def stage(monkeypatch, tmp_path):
    """A local stage of one function, whose role has the three statements; ``calls`` it made."""
    iam = SimpleNamespace(
        list_role_policies=lambda **_: {"PolicyNames": ["permissions"]},
        get_role_policy=lambda **_: {"PolicyDocument": {"Statement": [LOGS, READ, SEND]}},
    )
    listed = {"Functions": [{"FunctionName": "orders-place", "Role": "arn:aws:iam::0:role/place"}]}
    pages = SimpleNamespace(paginate=lambda: [listed])
    functions = SimpleNamespace(get_paginator=lambda name: pages)
    clients = {"iam": iam, "lambda": functions}
    account = SimpleNamespace(client=clients.__getitem__)
    monkeypatch.setattr(shown, "account_of", contextmanager(lambda stage: iter([account])))
    emulator = SimpleNamespace(folder=tmp_path)
    monkeypatch.setattr(shown, "local_stage", lambda name: SimpleNamespace(emulator=emulator))

    def calls(*made):
        lines = "".join(json.dumps(["place", *each]) + "\n" for each in made)
        (tmp_path / permissions.FILE).write_text(lines)

    return calls


def test_a_grant_that_was_never_used_is_named_and_not_what_lambda_uses_itself(stage, capsys):
    stage(("dynamodb:Query", TABLE, True))
    assert command.main(["permissions"]) == 0
    assert capsys.readouterr().out == (
        f"orders-place: sqs:SendMessage on {QUEUE}: never used\n"
        "1 calls, 0 not granted; 3 grants, 1 never used, 1 with a reason\n"
    )
    assert command.main(["permissions", "--all"]) == 0
    said = capsys.readouterr().out
    assert f"dynamodb:GetItem, dynamodb:Query on {TABLE}: called dynamodb:Query\n" in said
    assert "never used (Lambda writes the log)\n" in said


def test_a_call_that_is_not_granted_is_named_with_its_function(stage, capsys):
    stage(("dynamodb:PutItem", TABLE, False))
    assert command.main(["permissions"]) == 1
    assert f"orders-place: dynamodb:PutItem on {TABLE} is not granted\n" in capsys.readouterr().out


def test_programs_get_all_of_it(stage, capsys):
    stage(("dynamodb:PutItem", TABLE, False), ("sqs:SendMessage", QUEUE, True))
    assert command.main(["permissions", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["missing"] == [
        {"function": "orders-place", "action": "dynamodb:PutItem", "resource": TABLE}
    ]
    assert [each["called"] for each in found["grants"]] == [[], [], ["sqs:SendMessage"]]
    assert found["grants"][0]["explained"] == "Lambda writes the log"


def test_a_batch_is_a_use_of_the_plain_grant_and_its_own_name_is_the_emulators(stage, capsys):
    stage(("sqs:SendMessageBatch", QUEUE, True))
    assert command.main(["permissions", "--json"]) == 0
    grants = json.loads(capsys.readouterr().out)["grants"]
    assert grants[2]["called"] == ["sqs:SendMessage"]
    batch = Grant("place", ("sqs:SendMessageBatch",), (QUEUE,))
    tokens = Grant("place", ("states:SendTaskSuccess",), ("*",))
    assert {shown.reason(batch), shown.reason(tokens)} == {shown.LOCAL_ONLY}


def test_what_fails_for_good_goes_to_a_dead_letter_queue_which_no_flow_need_show():
    queue = "arn:aws:sqs:eu-west-1:0:orders-publish-dead-letters-1a2b3c"
    assert shown.reason(Grant("place", ("sqs:SendMessage",), (queue,))) == shown.DEAD_LETTERS
    assert shown.reason(Grant("place", ("sqs:SendMessage",), (QUEUE,))) is None


def test_a_grant_that_says_when_it_is_used_needs_no_use():
    rare = {**SEND, "Sid": "WhenAnOrderStaysOpen2"}
    [grant] = permissions.grants("place", [{"Statement": rare}])
    assert shown.reason(grant) == "when an order stays open"
    [plain] = permissions.grants("place", [{"Statement": {**SEND, "Sid": "Whenever"}}])
    assert shown.reason(plain) is None


def test_a_call_without_a_resource_is_a_use_of_every_grant_of_the_action():
    token = Grant("place", ("states:SendTaskSuccess",), ("arn:aws:states:::machine",))
    call = Call("place", "states:SendTaskSuccess", "*", allowed=True)
    [use] = permissions.uses([token], [call])
    assert use.called == ("states:SendTaskSuccess",)
    assert permissions.missing([token], [replace(call, allowed=False)]) == [
        replace(call, allowed=False)
    ]
