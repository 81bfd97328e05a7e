"""What is deployed runs: each handler from its own archive, with the variables it was given."""

from __future__ import annotations

import ast
import importlib.metadata
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pulumi_aws as aws
import pytest

from components.links import variable_of
from settings import ROOT
from tests.cloud import Recorded
from tests.source import tree
from tests.stage import OPTIONAL, SUPPLIERS, deployed

# What AWS itself puts beside a function, and what that needs.
SDK = ("boto3", "botocore", "s3transfer", "urllib3", "python-dateutil", "six", "jmespath")

# Every function has these; libraries read them, or the runtime does for all.
COMMON = {
    "PROJECT",
    "STAGE",
    "SERVICE",
    "CORS_ORIGIN",
    "POWERTOOLS_SERVICE_NAME",
    "POWERTOOLS_METRICS_NAMESPACE",
    "POWERTOOLS_LOG_LEVEL",
}

# Run without site-packages: each handler afresh from its own files, with its own variables.
IMPORT_ALL = """
import importlib, json, os, sys
wrong = {}
for handler, folder, variables in json.load(sys.stdin):
    module, _, name = handler.rpartition(".")
    for loaded in [m for m in sys.modules if m.split(".")[0] == "services"]:
        del sys.modules[loaded]
    os.environ.update(variables)
    sys.path.insert(0, folder)
    try:
        if not callable(getattr(importlib.import_module(module), name)):
            wrong[handler] = "not callable"
    except Exception as error:
        wrong[handler] = f"{type(error).__name__}: {error}"
    sys.path.remove(folder)
    for variable in variables:
        del os.environ[variable]
heavy = sorted({"pulumi", "pydantic", "components"} & set(sys.modules))
print(json.dumps({"wrong": wrong, "heavy": heavy}))
"""


@pytest.fixture(scope="module")
def functions() -> list[Recorded]:
    chosen = deployed("dev-suppliers", suppliers=SUPPLIERS)
    everywhere = deployed("dev", **OPTIONAL)
    return [*everywhere.all(aws.lambda_.Function), *chosen.all(aws.lambda_.Function)]


def variables_of(function: Recorded) -> dict[str, str]:
    return dict(function.inputs["environment"]["variables"])


def files_of(function: Recorded) -> list[str]:
    return list(function.inputs["code"].assets)


@cache
def read_by(module: str) -> tuple[tuple[str, bool], ...]:
    """The variables that a module reads, and whether it can do without."""
    return tuple(_read_by(module))


def _read_by(module: str) -> Iterator[tuple[str, bool]]:
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "environment":
            name = node.args[0]
            assert isinstance(name, ast.Constant), f"{module}: {ast.unparse(node)}"
            yield name.value, len(node.args) > 1 or bool(node.keywords)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "linked":
            name = node.args[0]
            assert isinstance(name, ast.Constant), f"{module}: {ast.unparse(node)}"
            yield variable_of(name.value), False


def unpack(assets: dict[str, object], folder: Path) -> Path:
    """Lay an archive's files out, as Lambda does."""
    for name, asset in assets.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        os.symlink(asset.path, target)  # type: ignore[attr-defined]
    return folder


@pytest.fixture(scope="module")
def imported(functions, tmp_path_factory) -> dict[str, object]:
    """Every handler imported once, in one interpreter that sees only what Lambda would."""
    top = tmp_path_factory.mktemp("lambda")
    layer = unpack(
        deployed("local").one(aws.lambda_.LayerVersion, "platform-layer").inputs["code"].assets,
        top / "opt",
    )
    sdk = top / "sdk"
    sdk.mkdir()
    for name in SDK:
        for path in {Path(str(f)).parts[0] for f in importlib.metadata.files(name) or []}:
            source = Path(str(importlib.metadata.distribution(name).locate_file(path)))
            if not path.startswith((".", "_")) and not (sdk / path).exists():
                os.symlink(source, sdk / path)
    work = [
        [f.inputs["handler"], str(unpack(f.inputs["code"].assets, top / f.name)), variables_of(f)]
        for f in functions
    ]
    seen = f"import sys; sys.path += [{str(layer / 'python')!r}, {str(sdk)!r}]\n"
    ran = subprocess.run(
        [sys.executable, "-I", "-S", "-B", "-c", seen + IMPORT_ALL],
        input=json.dumps(work),
        env={"AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "eu-west-1"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def test_every_handler_imports_from_its_own_archive_and_can_be_called(imported):
    assert imported["wrong"] == {}


def test_no_handler_loads_what_only_infrastructure_needs(imported):
    assert imported["heavy"] == []


def test_a_function_stands_in_its_own_archive_under_its_own_name(functions):
    for function in functions:
        module, _, name = function.inputs["handler"].rpartition(".")
        assert module.replace(".", "/") + ".py" in files_of(function)
        assert name == "handle"


def test_an_archive_holds_sources_of_its_service_and_what_all_share_and_no_more(functions):
    for function in functions:
        own = function.inputs["handler"].split(".")[1]
        allowed = (f"services/{own}/app/", "runtime/", "contracts/")
        strays = [name for name in files_of(function) if not name.startswith(allowed)]
        assert strays == [], function.name
        assert {Path(name).suffix for name in files_of(function)} == {".py"}
        assert [name for name in files_of(function) if not (ROOT / name).is_file()] == []


def test_a_function_is_given_every_variable_that_its_code_reads(functions):
    for function in functions:
        read = [found for module in files_of(function) for found in read_by(module)]
        needed = {name for name, optional in read if not optional}
        assert needed - set(variables_of(function)) == set(), function.name


def test_a_function_is_given_no_variable_that_its_code_ignores(functions):
    for function in functions:
        read = {name for module in files_of(function) for name, _ in read_by(module)}
        assert set(variables_of(function)) - COMMON - read == set(), function.name


def test_every_entry_point_is_deployed(functions):
    handled = {function.inputs["handler"] for function in functions}
    written = {
        path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".") + ".handle"
        for path in ROOT.glob("services/*/app/*.py")
        if any("handle" in defined(node) for node in tree_of(path))
    }
    assert written == handled


def defined(node: ast.stmt) -> list[str]:
    """The names that a statement at the top of a module defines, other than by an import."""
    if isinstance(node, ast.Assign):
        return [ast.unparse(target) for target in node.targets]
    return [node.name] if isinstance(node, ast.FunctionDef) else []


def tree_of(path: Path) -> list[ast.stmt]:
    return tree(path.relative_to(ROOT).as_posix()).body


def test_the_layer_holds_nothing_compiled_and_nothing_that_lambda_brings():
    names = list(
        deployed("local").one(aws.lambda_.LayerVersion, "platform-layer").inputs["code"].assets
    )
    assert {Path(name).suffix for name in names}.isdisjoint({".pyc", ".so", ".pyd"})
    packages = {Path(name).parts[1] for name in names}
    assert packages.isdisjoint({"boto3", "botocore", "pydantic", "pulumi", "tests", "__pycache__"})
    assert {"aws_lambda_powertools", "aws_xray_sdk", "wrapt", "jmespath"} <= packages
    assert all(".." not in Path(name).parts for name in names)
