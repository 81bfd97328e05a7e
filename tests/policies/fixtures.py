"""Fixtures: what each rule is shown to allow and to refuse, by the id of the rule."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import policies
from policies.framework.resource import Resource

FILES = sorted(path.stem for path in (Path(policies.__file__).parent / "rules").glob("[!_]*.py"))
SHOWN = {file: import_module(f"tests.policies.test_{file.rstrip('_')}") for file in FILES}


def cases(kind: str) -> dict[str, dict[str, list[Resource]]]:
    """The stacks of every rule with what each shows, ``ALLOWED`` or ``REFUSED``."""
    return {
        rule.id: dict(stacks)
        for tests in SHOWN.values()
        for rule, stacks in getattr(tests, kind).items()
    }
