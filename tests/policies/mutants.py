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
from policies.framework.level import Level
from policies.framework.resource import Resource
from policies.framework.rule import Rule
from tests.policies.asking import at_preview

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
    """Whether a fixture of the file's test sees another outcome, now or at preview."""
    rules = {each.id: each for each in mutant.values() if isinstance(each, Rule)}
    for cases, refused in ((tests.ALLOWED, False), (tests.REFUSED, True)):
        for rule, stacks in cases.items():
            for stack in stacks.values():
                if outcome(rules[rule.id], stack, whole=True) is not refused:
                    return True
                waits = rule.waits or rule.level is Level.ADVISORY
                if refused and not waits and not outcome(rules[rule.id], at_preview(stack)):
                    return True
                if not refused and outcome(rules[rule.id], at_preview(stack), whole=waits):
                    return True
    return False


def outcome(rule: Rule, stack: list[Resource], *, whole: bool = False) -> bool:
    """Whether a rule refuses a stack; with ``whole`` what it cannot decide does not count."""
    return any(
        not (whole and each.undecided and "the rule failed" not in each.wrong)
        for each in judge([rule], Graph(stack))
    )


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
