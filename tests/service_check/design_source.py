"""Design by the source: handlers that wait, invoke functions, or are several programs in one."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from components.compute.wheels import PLATFORMS, wheel
from settings import ROOT
from tests.service_check.design_cards import DESIGN
from tests.service_check.missing import Missing
from tests.source import code_lines, modules, tree

# A handler that decides more often by one field of its event is as many functions.
MAXIMUM_BRANCHES = 3
# A program of so many lines is to be divided before it moves into functions.
MAXIMUM_LINES = 10_000
# In every runtime of Lambda, in a version that AWS keeps.
IN_RUNTIME = ("boto3", "botocore")
# What is downloaded before a new copy of a function starts: code and layers above so many bytes
# cost more than they give. A layer of compiled packages for either architecture, zipped.
CODE_BYTES, LAYER_BYTES = 5_000_000, 50_000_000
LOOPS = (ast.For, ast.While)
OWN_NAME = "AWS_LAMBDA_FUNCTION_NAME"


def of_source(service: str) -> Iterator[Missing]:
    """What the handlers of a service and its lock files show."""
    found = modules(f"services/{service}/app")
    for module in found:
        for what, remedy in of_module(tree(module)):
            yield Missing(DESIGN, f"{module} {what}", remedy)
    if (lines := sum(map(code_lines, found))) > MAXIMUM_LINES:
        what = f"its handlers have {lines} lines, more than {MAXIMUM_LINES}"
        yield Missing(DESIGN, what, "divide it by what it does")
    for lock in sorted((ROOT / "services" / service).glob("*.lock")):
        for package in bundled(lock.read_text("utf-8")):
            what = f"services/{service}/{lock.name} has {package}, which the runtime has"
            yield Missing(DESIGN, what, "leave it out")
        packed = max(Path(wheel(lock, each).path).stat().st_size for each in PLATFORMS)
        yield from too_large(f"the layer of {lock.name}", packed, LAYER_BYTES)
    # What a handler may import; the archive of one has a part of it, zipped.
    folders = (f"services/{service}/app", "runtime", "contracts")
    code = sum(each.stat().st_size for one in folders for each in (ROOT / one).rglob("*.py"))
    yield from too_large("its code", code, CODE_BYTES)


def too_large(what: str, size: int, most: int) -> Iterator[Missing]:
    """What is said of an archive of so many bytes, if it is above the budget."""
    if size > most:
        found = f"{what} has {size / 1_000_000:.1f} MB, more than {most / 1_000_000:.0f}"
        yield Missing(DESIGN, found, "leave out what handlers do not import, or use a container")


def of_module(module: ast.Module) -> Iterator[tuple[str, str]]:
    """What is wrong with one module, each with what to do."""
    if any(_sleeps(part) for loop in _all(module, *LOOPS) for part in ast.walk(loop)):
        yield "waits in a loop", "let a workflow wait, by a task token or a Wait state"
    if _invokes(module):
        yield "invokes a function", "send an event or a message, or let a workflow lead both"
    for field, branches in _dispatches(module).items():
        if branches > MAXIMUM_BRANCHES:
            what = f"does one of {branches} things by {field}"
            yield what, "make a function for each operation"


def bundled(lock: str) -> list[str]:
    """The packages in a lock file that the runtime has."""
    names = {line.partition("==")[0].strip().lower() for line in lock.splitlines()}
    return [each for each in IN_RUNTIME if each in names]


def _sleeps(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func) in ("sleep", "time.sleep")


def _invokes(module: ast.Module) -> bool:
    """Whether a function is invoked by its name, or a client is made that can do nothing else."""
    for call in _all(module, ast.Call):
        named = {keyword.arg for keyword in call.keywords}
        method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        if method in ("invoke", "invoke_async") and "FunctionName" in named:
            return True
        first = call.args[0] if call.args else None
        if method == "client" and isinstance(first, ast.Constant) and first.value == "lambda":
            return True
    return any(each.value == OWN_NAME for each in _all(module, ast.Constant))


def _dispatches(module: ast.Module) -> Counter[str]:
    """How often ``handle`` compares a field of its event with a constant, field by field."""
    found: Counter[str] = Counter()
    for function in _all(module, ast.FunctionDef):
        if function.name != "handle":
            continue
        for match in _all(function, ast.Match):
            found[ast.unparse(match.subject)] += len(match.cases)
        for each in _all(function, ast.Compare):
            is_field = isinstance(each.left, ast.Subscript)
            if is_field and isinstance(each.comparators[0], ast.Constant):
                found[ast.unparse(each.left)] += 1
    return found


def _all(node: ast.AST, *kinds: type) -> Iterator[ast.AST]:
    return (each for each in ast.walk(node) if isinstance(each, kinds))
