from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

from cli import __main__ as command
from cli.deploy import change_summary, preview
from cli.deploy.stack_changes import Change, changes
from local.emulator import Emulator

SERVICES = ("inventory", "orders")
URN = "urn:pulumi:prod-orders::platform::platform:services:Orders$"
RECOVERY = "pointInTimeRecovery"
TABLE, QUEUE = "aws:dynamodb/table:Table", "aws:sqs/queue:Queue"


def step(operation, kind, name, **more):
    return {"op": operation, "urn": f"{URN}{kind}::{name}", **more}


def keys(*names):
    return {"diffReasons": list(names), "detailedDiff": {name: {} for name in names}}


REPLACED = [
    step("create-replacement", TABLE, "orders-orders-table", **keys("hashKey")),
    step(
        "replace",
        TABLE,
        "orders-orders-table",
        **keys("hashKey", "tags"),
        replaceReasons=["hashKey"],
    ),
    step("delete-replaced", TABLE, "orders-orders-table"),
]
FUNCTION = "aws:lambda/function:Function"
STEPS = [
    {"op": "update", "urn": "urn:pulumi:prod-orders::platform::pulumi:pulumi:Stack::platform-prod"},
    step("same", QUEUE, "orders-take-queue"),
    step("read", "aws:ssm/parameter:Parameter", "orders-bus"),
    step("create", FUNCTION, "orders-new-function"),
    step("update", TABLE, "inventory-inventory-table", **keys(RECOVERY)),
    step("update", FUNCTION, "orders-place-function", **keys("code")),
    step("delete", "aws:lambda/alias:Alias", "orders-old-alias"),
]


def found(*steps):
    return changes({"steps": list(steps)}, SERVICES)


def test_each_resource_is_changed_once_with_what_forces_its_replacement():
    assert found(*STEPS, *REPLACED) == [
        Change(
            "inventory", "changed", TABLE, "inventory-inventory-table", ("pointInTimeRecovery",)
        ),
        Change("orders", "changed", FUNCTION, "orders-place-function", ("code",)),
        Change("orders", "created", FUNCTION, "orders-new-function"),
        Change("orders", "deleted", "aws:lambda/alias:Alias", "orders-old-alias"),
        Change("orders", "replaced", TABLE, "orders-orders-table", ("hashKey",)),
    ]


def test_what_begins_with_no_service_is_the_platforms():
    [change] = found(step("create", QUEUE, "ordersx-queue"))
    assert change.service == "platform"


def test_the_first_line_of_the_markdown_says_that_a_table_is_replaced():
    first, *others = change_summary.markdown(found(*STEPS, *REPLACED), "prod").splitlines()
    assert first == "**DATA IS LOST: table `orders-orders-table` is replaced (hashKey)**"
    assert "| orders | 1 | 1 | 1 | 1 |" in others
    assert "| inventory |  | 1 |  |  |" in others
    # The list of all of them follows.
    assert [line for line in others if line.startswith("- ")][:3] == [
        "- orders: table `orders-orders-table` is replaced (hashKey)",
        "- inventory: table `inventory-inventory-table` is changed (pointInTimeRecovery)",
        "- orders: Alias `orders-old-alias` is deleted",
    ]


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ([], change_summary.NOTHING),
        (STEPS, "1 created, 2 changed, 1 deleted; nothing that holds data is replaced or deleted"),
        ([step("delete", QUEUE, "orders-q")], "DATA IS LOST: queue `orders-q` is deleted"),
    ],
)
def test_the_first_line_says_what_matters_most(steps, said):
    assert change_summary.first_line(found(*steps)) == said
    assert change_summary.text(found(*steps), every=False).splitlines()[0] == said


def test_a_terminal_has_the_services_first_and_the_long_list_on_request():
    short = change_summary.text(found(*STEPS), every=False)
    assert "  orders         1 created, 1 changed, 1 deleted" in short.splitlines()
    assert "orders-new-function" not in short
    assert "orders-new-function" in change_summary.text(found(*STEPS), every=True)


def test_many_properties_are_counted():
    change = Change("orders", "changed", TABLE, "t", tuple("abcdefgh"))
    assert change_summary.described(change).endswith("(a, b, c, d, e, f and 2 more)")


@pytest.fixture
def aws(monkeypatch, tmp_path):
    """A stage on AWS, deployed by service with a Pulumi of its user; ``words`` it was given."""
    program, log = tmp_path / "bin" / "pulumi", tmp_path / "log"
    program.parent.mkdir()
    listed = [
        {"name": f"organization/platform/{name}", "resourceCount": count}
        for name, count in (("prod-orders", 9), ("prod-users", 9), ("dev", 9), ("prod", 0))
    ]
    (tmp_path / "ls").write_text(json.dumps(listed))
    (tmp_path / "digest").write_text(json.dumps({"steps": REPLACED}))
    program.write_text(
        f'#!/bin/sh\necho "$@" >> {log}\n'
        f"case $1 in stack) cat {tmp_path}/ls ;; *) cat {tmp_path}/digest ;; esac\n"
        f"[ ! -e {tmp_path}/failed ]\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    monkeypatch.setattr(preview.setup, "prepare", lambda **_: None)

    def fail(message):
        (tmp_path / "failed").touch()
        error = {"severity": "error", "message": message}
        (tmp_path / "digest").write_text(json.dumps({"diagnostics": [error]}))
        (tmp_path / "ls").write_text(json.dumps({"diagnostics": [error]}))

    def plans(*steps):
        (tmp_path / "digest").write_text(json.dumps({"steps": steps}))

    return SimpleNamespace(words=lambda: log.read_text().splitlines(), fail=fail, plans=plans)


def test_a_stage_on_aws_is_compared_by_ones_own_pulumi(aws, capsys):
    assert command.main(["preview", "prod", "orders", "--deployed", "--markdown"]) == 0
    assert capsys.readouterr().out.startswith("**DATA IS LOST: table `orders-orders-table`")
    listed, previewed = aws.words()
    assert listed == "stack ls --json --non-interactive"
    assert "--show-sames --stack prod-orders --config-file" in previewed
    assert "Pulumi.prod.yaml --policy-pack policies --non-interactive" in previewed


def test_programs_get_the_changes(aws, capsys):
    assert command.main(["preview", "prod", "--deployed", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["cost"] is None
    change, _ = found["changes"]
    assert change == {
        "service": "orders",
        "verb": "replaced",
        "type": TABLE,
        "name": "orders-orders-table",
        "properties": ["hashKey"],
        "losesData": True,
    }


PROVISIONED = {"billingMode": "PROVISIONED", "readCapacity": 1000, "writeCapacity": 0}
MADE = step("create", TABLE, "orders-orders-table", newState={"type": TABLE, "inputs": PROVISIONED})
COST = "cost: 107.31 US dollars a month: 107.31 always on, 0.00 for 10 × million requests"


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ([], [COST, "  compared with what is deployed: +107.31: orders +107.31"]),
        (["--markdown"], [f"**{COST}", "- compared with what is deployed: +107.31"]),
    ],
)
def test_what_would_be_planned_has_its_cost_from_the_same_preview(aws, capsys, words, lines):
    aws.plans(MADE)
    assert command.main(["preview", "prod", "orders", "--deployed", *words]) == 0
    shown = capsys.readouterr().out.splitlines()
    for line in lines:
        assert [each for each in shown if each.startswith(line)]
    assert [each.split()[0] for each in aws.words()] == ["stack", "preview"]


def test_programs_get_the_cost(aws, capsys):
    aws.plans(MADE)
    assert command.main(["preview", "prod", "orders", "--deployed", "--json"]) == 0
    cost = json.loads(capsys.readouterr().out)["cost"]
    assert cost["change"] == {"orders": pytest.approx(107.31)}
    assert (cost["region"], cost["monthlyBudget"]) == ("eu-west-1", 500)


def test_a_file_that_is_no_usage_stops_before_the_engine_runs(aws, capsys, tmp_path):
    assert command.main(["preview", "prod", "--deployed", "--usage", str(tmp_path / "none")]) == 2
    assert "No such file" in capsys.readouterr().err
    assert not (tmp_path / "log").exists()


@pytest.mark.parametrize(("code", "costs"), [(0, True), (1, False)])
def test_offline_the_cost_is_that_of_the_plan_which_the_engine_saved(
    monkeypatch, tmp_path, capfd, code, costs
):
    goal = {"type": TABLE, "inputDiff": {"adds": PROVISIONED}}
    plan = {"resourcePlans": {f"{URN}{TABLE}::orders-orders-table": {"goal": goal}}}
    (tmp_path / "plan").write_text(json.dumps(plan))
    engine = tmp_path / "pulumi"
    engine.write_text(
        "#!/bin/sh\n"
        'while [ "$1" != --save-plan ]; do shift; done\n'
        f'cp {tmp_path}/plan "$2"\n'
        'echo "Resources:"; echo "warning: one" >&2; echo "Update plan written to $2" >&2\n'
        "echo 'Run `pulumi up --plan=x` to constrain the update' >&2\n"
        f"exit {code}\n"
    )
    engine.chmod(0o755)
    monkeypatch.setattr(preview, "PULUMI", engine)
    monkeypatch.setattr(preview.setup, "prepare", lambda **_: None)
    monkeypatch.setattr(preview.stacks, "make", lambda _: None)
    monkeypatch.setattr(preview.stacks, "resources", lambda _: iter(()))
    assert command.main(["preview", "prod", "--offline"]) == code
    shown, said = capfd.readouterr()
    assert "Resources:" in shown
    assert [line for line in said.splitlines() if not line.startswith("stage prod")] == [
        "warning: one"
    ]
    assert (COST in shown) is costs
    assert ("within the stage's monthly budget of 500.00" in shown) is costs


def test_what_the_engine_says_is_the_error(aws, capsys):
    aws.fail("no Pulumi account")
    assert command.main(["preview", "prod", "--deployed"]) == 1
    assert capsys.readouterr().err == "platform preview: no Pulumi account\n"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["dev", "--deployed", "users"], 0, "Nothing changes"),
        (["prod", "--markdown"], 2, "are for a preview of what is deployed: --deployed"),
        (["prod", "orders"], 2, "are for a preview of what is deployed: --deployed"),
        (["local", "--deployed"], 1, "stage local is not up: platform up --stage local"),
    ],
)
def test_a_preview_says_what_it_needs(aws, monkeypatch, capsys, words, code, said):
    # The stage of this checkout may be up.
    monkeypatch.setattr(Emulator, "running", None)
    assert command.main(["preview", *words]) == code
    shown = capsys.readouterr()
    assert said in shown.out + shown.err


def test_aws_without_a_pulumi_says_what_to_do(monkeypatch, capsys):
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(preview.setup, "prepare", lambda **_: None)
    assert command.main(["preview", "prod", "--deployed"]) == 1
    assert "log in to your backend: pulumi login s3://<bucket>" in capsys.readouterr().err
