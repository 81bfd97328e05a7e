"""A new service in a copy of the repository: written, checked, tested, planned by the engine."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from local.forks import client
from settings import ROOT
from tests.checkout import Checkout
from tests.engine import inputs_of_a_stage
from tests.engine.findings import findings
from tests.workers import SHARED_FOLDER

# What the tests and the pages are, beside what a checkout copy has.
REST = (
    "bench",
    "tests",
    "docs",
    "package",
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "Makefile",
)

# What the check does not say, and a new service must suit.
TESTS = (
    "tests/identity",
    "tests/services/test_opinions.py",
    "tests/contracts/test_schema.py",
    "tests/docs/test_event_docs.py",
    "tests/test_house.py",
)


@pytest.fixture
def repository(tmp_path) -> Checkout:
    checkout = Checkout.copy(tmp_path)
    for part in REST:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, checkout.root / part, dirs_exist_ok=True)
        else:
            shutil.copy2(ROOT / part, checkout.root / part)
    return checkout


@pytest.fixture
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the recorded stages that have the new service; the tests here share it."""
    folder = Path(os.environ.get(SHARED_FOLDER) or tmp_path_factory.getbasetemp(), "opinions")
    folder.mkdir(exist_ok=True)
    return folder


def run(checkout: Checkout, command: list[str], shared: Path) -> subprocess.CompletedProcess[str]:
    """A command, its stderr apart. Stages are recorded in ``shared``."""
    context = {**checkout.context(), "stderr": subprocess.PIPE}
    context["env"] = {**context["env"], SHARED_FOLDER: str(shared)}
    return subprocess.run(command, **context)


def answer(checkout: Checkout, *arguments: str, shared: Path) -> subprocess.CompletedProcess[str]:
    """A command of ours whose answer is JSON."""
    return run(checkout, checkout.command(*arguments, "--json"), shared)


def actions(checkout: Checkout, function: str, shared: Path) -> set[str]:
    """What a function of the stage dev may do with tables."""
    command = client.command(str(checkout.root), inputs_of_a_stage.__name__, ["dev"])
    done = run(checkout, command, shared)
    assert done.returncode == 0, done.stderr
    [policy] = [
        json.loads(inputs["policy"])
        for _, name, inputs in json.loads(done.stdout)
        if name == f"{function}-permissions"
    ]
    allowed = {action for each in policy["Statement"] for action in each["Action"]}
    return {action for action in allowed if action.startswith("dynamodb:")}


def written(checkout: Checkout) -> list[Path]:
    """Every file and folder, but for what tools keep."""
    paths = (path.relative_to(checkout.root) for path in checkout.root.rglob("*"))
    return sorted(p for p in paths if p.parts[0][0] != "." and "__pycache__" not in p.parts)


def test_a_new_service_is_complete_at_once_and_what_is_removed_from_it_is_named(
    repository: Checkout, shared: Path
) -> None:
    made = answer(repository, "new", "service", "opinions", shared=shared)
    assert made.returncode == 0, made.stderr
    result = json.loads(made.stdout)
    assert "services/opinions/infrastructure.py" in result["new"]
    assert "contracts/schemas/OpinionCreated-v1.json" in result["new"]
    assert "docs/openapi/opinions.json" in result["new"]
    assert {"docs/openapi/index.html", "tests/identity/prod.txt"} <= {*result["changed"]}
    for path in result["new"]:
        assert (repository.root / path).is_file()

    checked = answer(repository, "check", "opinions", shared=shared)
    assert checked.returncode == 0, checked.stderr
    assert json.loads(checked.stdout) == {"opinions": []}
    # What it finds there already is in the answer of the write.
    assert actions(repository, "opinions-create-opinion", shared) == {"dynamodb:PutItem"}

    for command in (["ruff", "check"], ["ruff", "format", "--check"], ["pytest", "-q", *TESTS]):
        done = run(repository, [sys.executable, "-m", *command], shared)
        assert done.returncode == 0, done.stdout

    repository.pulumi("stack", "init", "dev-opinions", "--no-select")
    options = ("-s", "dev-opinions", "--config-file", "Pulumi.dev.yaml")
    planned = repository.pulumi("preview", *options, "--policy-pack", "policies")
    assert planned.returncode == 0, planned.stdout
    assert "opinions-opinions-table" in planned.stdout
    # What the stage dev has of every API: no web ACL, and sites of any origin.
    stack = "pulumi:pulumi:Stack: platform-dev-opinions"
    assert findings(planned.stdout) == {
        ("apigateway-api-web-acl", stack): "advisory",
        ("apigateway-cors-origins-listed-outside-prod", stack): "advisory",
    }

    routes = '"POST /opinions", "GET /opinions/{opinionId}"'
    repository.edit("services/opinions/__init__.py", routes, '"GET /opinions/{opinionId}",')
    (repository.root / "tests/services/test_opinions.py").unlink()
    # The program is as it was: the card and the tests are not part of it.
    checked = answer(repository, "check", "opinions", shared=shared)
    assert checked.returncode == 1, checked.stderr
    [missing] = [json.loads(checked.stdout)["opinions"]]
    assert {each["part"] for each in missing} == {"card", "tests", "examples"}
    assert {
        "part": "card",
        "what": "the program has POST /opinions, the card does not",
        "remedy": "add it to routes in services/opinions/__init__.py",
    } in missing


def test_a_service_that_cannot_be_written_whole_is_not_written(
    repository: Checkout, shared: Path
) -> None:
    before = written(repository)
    # The schemas are there by then, and a part of the ledgers.
    repository.edit("tests/identity/write.py", ".join(now(stage))", ".join(1 / 0)")
    repository.edit(
        "tests/identity/write.py", "in STAGES:", "in STAGES:\n        file_of(stage).unlink()"
    )
    made = answer(repository, "new", "service", "opinions", shared=shared)
    assert made.returncode == 1
    assert "adding its resources to the ledger: failed" in made.stderr
    assert written(repository) == before
