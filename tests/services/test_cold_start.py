"""Tests of what a function loads before its first invocation."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pulumi_aws as aws
import pytest

from tests.fakes.environment import VARIABLES
from tests.stage import OPTIONAL, SUPPLIERS, deployed

ROOT = Path(__file__).parents[2]
ENTRIES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for path in ROOT.glob("services/*/app/*.py")
    if re.search(r"^(def handle\(|handle = )", path.read_text(encoding="utf-8"), re.MULTILINE)
)
HEAVY = ("pydantic", "boto3", "botocore.session", "pulumi", "aws_xray_sdk", "urllib3")

# What most modules import, once for all: what these load is found in each of them.
COMMON = (
    *("contracts.codec", "contracts.commands", "contracts.envelope", "contracts.field_types"),
    *("runtime.api.handler", "runtime.api.middleware", "runtime.api.request"),
    *("runtime.dynamodb.rows", "runtime.dynamodb.table", "runtime.observability"),
    *("runtime.sqs.handler", "runtime.clients.event_bus", "runtime.stepfunctions.tasks"),
)

# Each module is imported by a process of its own, forked from one that has imported these alone.
LOADER = """
import importlib, json, os, sys
for name in filter(None, sys.argv[3].split(",")):
    importlib.import_module(name)
heavy = sys.argv[1].split(",")
for name in sys.argv[2].split(","):
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        error = None
        try:
            importlib.import_module(name)
        except BaseException as raised:
            error = f"{type(raised).__name__}: {raised}"
        loaded = [module for module in heavy if module in sys.modules]
        os.write(writer, json.dumps({"name": name, "loaded": loaded, "error": error}).encode())
        os._exit(0)
    os.waitpid(child, 0)
    print(os.read(reader, 65536).decode(), flush=True)
"""


def imported(modules, variables, common=()):
    """What each module loads, and what it raises, in an interpreter with these variables."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", LOADER, ",".join(HEAVY), ",".join(modules), ",".join(common)],
        cwd=ROOT,
        env={**kept, "PYTHONPATH": str(ROOT), **variables},
        capture_output=True,
        text=True,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_every_entry_point_of_the_platform_is_looked_at():
    clouds = deployed("prod", **OPTIONAL), deployed("dev-suppliers", suppliers=SUPPLIERS)
    functions = [function for cloud in clouds for function in cloud.all(aws.lambda_.Function)]
    handlers = {function.inputs["handler"] for function in functions}
    assert {f"{entry}.handle" for entry in ENTRIES} == handlers


def test_no_function_starts_by_loading_what_its_first_event_may_not_need():
    assert imported(ENTRIES, VARIABLES, COMMON) == [
        {"name": name, "loaded": [], "error": None} for name in ENTRIES
    ]


def test_a_function_without_its_table_does_not_start_and_says_why():
    given = {**VARIABLES, "AWS_LAMBDA_FUNCTION_NAME": "orders-get-order"}
    given.pop("ORDERS_TABLE")
    [result] = imported(["services.orders.app.get_order"], given)
    assert result["error"] == (
        "RuntimeError: orders-get-order needs the environment variable ORDERS_TABLE, "
        "which is not set"
    )


@pytest.mark.parametrize("entry", ENTRIES)
def test_an_entry_point_of_a_service_imports_no_other_service(entry):
    service = entry.split(".")[1]
    for path, name in imports(service):
        if name.startswith("services."):
            assert name.split(".")[1] in (service, "contracts", "runtime"), path
        assert name.split(".")[0] not in ("pulumi", "pydantic"), path


@cache
def imports(service):
    """The modules that the files of a service's functions import, each with its file."""
    return [
        (path, name)
        for path in (ROOT / "services" / service / "app").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in imported_by(node)
    ]


def imported_by(node):
    if isinstance(node, ast.ImportFrom):
        return [node.module] if node.module else []
    return [each.name for each in node.names] if isinstance(node, ast.Import) else []
