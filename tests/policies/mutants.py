"""Mutants of the rules: each comparison turned, each condition dropped; those that no fixture
notices are printed. ``python -m tests.policies.mutants [FILE...]``, by hand.
"""

from __future__ import annotations

import ast
import copy
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import policies
from policies.framework.graph import Graph
from policies.framework.judgement import judge
from policies.framework.rule import Rule

RULES = Path(policies.__file__).parent / "rules"
TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.GtE,
    ast.LtE: ast.Gt,
    ast.Gt: ast.LtE,
    ast.GtE: ast.Lt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}


def changes(tree: ast.Module) -> Iterator[tuple[str, ast.Module]]:
    """Each mutant of a module's functions, with what was changed and where."""
    places = [
        node
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
    ]
    for place in range(len(places)):
        yield from _of(tree, place)


def _of(tree: ast.Module, place: int) -> Iterator[tuple[str, ast.Module]]:
    def node_of(module: ast.Module) -> ast.AST:
        return [
            node
            for function in ast.walk(module)
            if isinstance(function, ast.FunctionDef)
            for node in ast.walk(function)
        ][place]

    original = node_of(tree)
    line = getattr(original, "lineno", 0)
    if isinstance(original, ast.Compare) and type(original.ops[0]) in TURNED:
        module = copy.deepcopy(tree)
        found = node_of(module)
        assert isinstance(found, ast.Compare)
        found.ops[0] = TURNED[type(found.ops[0])]()
        yield f"{line}: turned: {ast.unparse(original)}", module
    if isinstance(original, ast.BoolOp):
        for part in range(len(original.values)):
            module = copy.deepcopy(tree)
            found = node_of(module)
            assert isinstance(found, ast.BoolOp)
            del found.values[part]
            if len(found.values) == 1:
                found.values.append(copy.deepcopy(found.values[0]))
            yield f"{line}: dropped: {ast.unparse(original.values[part])}", module
    if isinstance(original, ast.If):
        for value in (True, False):
            module = copy.deepcopy(tree)
            found = node_of(module)
            assert isinstance(found, ast.If)
            # The test still runs, since it may name a value.
            found.test = ast.BoolOp(
                op=ast.Or() if value else ast.And(),
                values=[found.test, ast.Constant(value=value)],
            )
            ast.fix_missing_locations(module)
            yield f"{line}: always {value}: {ast.unparse(original.test)}", module


def is_killed(mutant: dict[str, object], tests: ModuleType) -> bool:
    """Whether a fixture of the file's test sees another outcome."""
    rules = {each.id: each for each in mutant.values() if isinstance(each, Rule)}
    for cases, refused in ((tests.ALLOWED, False), (tests.REFUSED, True)):
        for rule, stacks in cases.items():
            for stack in stacks.values():
                found = any(
                    "cannot be judged: the rule failed" in each.wrong or not each.undecided
                    for each in judge([rules[rule.id]], Graph(stack))
                )
                if found is not refused:
                    return True
    return False


def main(names: list[str]) -> None:
    """Print what survives, and how many were killed."""
    killed = total = 0
    for path in sorted(RULES.glob("[!_]*.py")):
        if path.stem == "exemptions" or (names and path.stem not in names):
            continue
        tests = import_module(f"tests.policies.test_{path.stem.rstrip('_')}")
        for what, module in changes(ast.parse(path.read_text("utf-8"))):
            space: dict[str, object] = {"__name__": f"policies.rules.{path.stem}"}
            exec(compile(module, str(path), "exec"), space)
            total += 1
            if is_killed(space, tests):
                killed += 1
            else:
                print(f"{path.name}:{what}")
    print(f"{killed} of {total} mutants killed")


if __name__ == "__main__":
    main(sys.argv[1:])
