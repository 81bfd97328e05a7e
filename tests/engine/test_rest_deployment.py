"""Test of what the engine does first, when a route of a REST API comes or goes."""

from __future__ import annotations

from pathlib import Path

from settings import ROOT
from tests.engine import memory_provider
from tests.engine.small_program import SmallProgram

PROJECT = """\
name: routes
runtime: python
plugins:
  providers: [{name: aws, path: ./aws}]
"""
PROGRAM = f"""\
import sys
sys.path.insert(0, {str(ROOT)!r})
from components.api.rest_api import RestApi, RestApiArgs
from components.api.route import Route

SELL = "arn:aws:lambda:eu-west-1:123456789012:function:sell"
RestApi("shop", RestApiArgs(routes=tuple(Route.get(p, SELL, public=True) for p in PATHS)))
"""


def test_a_deployment_is_made_after_the_methods_of_lost_routes_are_deleted(tmp_path, monkeypatch):
    calls = tmp_path / "calls"
    monkeypatch.setenv(memory_provider.CALLS, str(calls))
    files = {
        "Pulumi.yaml": PROJECT,
        "aws/PulumiPlugin.yaml": "runtime: python\n",
        "aws/__main__.py": Path(memory_provider.__file__).read_text("utf-8"),
    }
    program = SmallProgram(tmp_path, files)

    def made(*paths: str) -> list[str]:
        calls.unlink(missing_ok=True)
        program.write("__main__.py", PROGRAM.replace("PATHS", repr(paths)))
        done = program.up()
        assert done.returncode == 0, done.stdout
        return calls.read_text("utf-8").splitlines() if calls.exists() else []

    made("/items", "/items/{id}", "/reports")
    assert made("/items", "/items/{id}", "/reports") == []
    found = made("/items", "/items/{id}")
    deployed = found.index("create shop-deployment")
    for part in ("shop-get/reports-method", "shop-options/reports-method"):
        assert found.index(f"delete {part}") < deployed
    for part in ("shop-get/items/{}", "shop-options/items"):
        deleted, created = (found.index(f"{what} {part}-method") for what in ("delete", "create"))
        assert deleted < created < found.index(f"create {part}-integration") < deployed
    assert "delete shop/items" not in found

    renamed = made("/items", "/items/{itemId}")
    assert renamed.index("update shop/items/{}") < renamed.index("create shop-deployment")
    assert not [call for call in renamed if call.startswith("create") and "-method" in call]
