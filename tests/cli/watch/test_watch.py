"""Watching: which functions a saved file belongs to, and what only the engine can change."""

from __future__ import annotations

import io
import json
import os
import zipfile
from types import SimpleNamespace

import pytest

from cli.watch import code, function_code, saves, watch
from local import stacks
from local.checkout import ROOT
from local.provider.wire import SIGNATURE

ASSET = {SIGNATURE: "asset", "hash": "1"}


@pytest.fixture
def function(tmp_path, monkeypatch):
    """A deployed function of two files, of a program in ``tmp_path``."""
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "greet.py").write_text("from words import HELLO\n", "utf-8")
    (tmp_path / "app" / "words.py").write_text("HELLO = 'hello'\n", "utf-8")
    files = {name: {**ASSET, "path": f"app/{name}"} for name in ("greet.py", "words.py")}
    inputs = {"runtime": "python3.12", "code": {"assets": files}}
    resource = {"type": function_code.FUNCTION, "id": "greet-1", "inputs": inputs}
    others = [
        {"type": "aws:sqs/queue:Queue", "id": "q", "inputs": {}},
        {**resource, "id": "old", "delete": True},
        {**resource, "id": "node", "inputs": {**inputs, "runtime": "nodejs22.x"}},
    ]
    monkeypatch.setattr(stacks, "resources", lambda stack: [resource, *others])
    [found] = function_code.of("local-greetings", tmp_path)
    return found


def names_in(archive: bytes) -> set[str]:
    return set(zipfile.ZipFile(io.BytesIO(archive)).namelist())


def test_a_python_function_of_the_state_has_its_files_where_the_program_is(function, tmp_path):
    assert (function.name, function.stack) == ("greet-1", "local-greetings")
    assert function.has(tmp_path / "app" / "words.py")
    assert not function.has(tmp_path / "app" / "other.py")


def test_the_archive_has_the_files_as_they_are_what_they_import_and_the_runtime(function, tmp_path):
    app = tmp_path / "app"
    (app / "more.py").write_text("import json\n", "utf-8")
    (app / "stray.py").write_text("", "utf-8")
    (app / "words.py").write_text("import more\nHELLO = 'hi'\n", "utf-8")
    archive = function.archive()
    names = names_in(archive)
    assert {"greet.py", "words.py", "more.py", "bootstrap"} <= names
    assert "stray.py" not in names
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        assert b"'hi'" in files.read("words.py")
        assert b"emulator/bin/python" in files.read("bootstrap")


def test_a_file_that_is_no_python_leaves_every_function_as_it_is(function, tmp_path):
    (tmp_path / "app" / "words.py").write_text("(", "utf-8")
    put = []
    live = code.Live(SimpleNamespace(name="local"))
    live.__dict__["_client"] = SimpleNamespace(update_function_code=lambda **g: put.append(g))
    with pytest.raises(SyntaxError):
        live.update([function])
    assert put == []


def test_a_save_is_brought_to_its_functions_and_their_stack_is_compared_by_the_next_up(
    function, tmp_path, monkeypatch, capsys
):
    put, drifted = [], []
    monkeypatch.setattr(code, "Recorded", lambda stage: SimpleNamespace(add_drifted=drifted.extend))
    live = code.Live(SimpleNamespace(name="local"), [function])
    live.__dict__["_client"] = SimpleNamespace(update_function_code=lambda **g: put.append(g))
    monkeypatch.setattr(live, "refresh", lambda: None)
    monkeypatch.setattr(watch, "ROOT", tmp_path)
    monkeypatch.setattr(saves, "ROOT", tmp_path)
    saved = tmp_path / "app" / "words.py"
    written = saved.stat().st_mtime
    os.utime(saved, (written, written))
    took = watch.bring(live.stage, live, {saved})
    assert took is not None
    assert took >= 0
    assert [each["FunctionName"] for each in put] == ["greet-1"]
    assert drifted == ["local-greetings"]
    assert "app/words.py: live after" in capsys.readouterr().out
    watch.bring(live.stage, live, {saved}, as_json=True)
    facts = json.loads(capsys.readouterr().out)
    assert (facts["files"], facts["functions"]) == (["app/words.py"], ["greet-1"])
    assert watch.bring(live.stage, live, {tmp_path / "app" / "other.py"}) is None


@pytest.mark.parametrize(
    ("path", "engine"),
    [
        ("components/api/http_api.py", True),
        ("services/orders/infrastructure.py", True),
        ("services/orders/__init__.py", True),
        ("services/orders/app/place_order.py", False),
        ("runtime/retry.py", False),
        ("contracts/orders.py", False),
        ("Pulumi.local.yaml", True),
        ("Pulumi.prod.yaml", False),
        ("settings/stage.py", True),
    ],
)
def test_infrastructure_is_for_the_engine_and_code_is_not(path, engine):
    assert saves.needs_engine(ROOT / path, "local") is engine


def test_what_an_editor_keeps_beside_a_file_is_no_source():
    assert saves.is_source(str(ROOT / "services/orders/app/place_order.py"))
    for path in (".local/state/a.json", "runtime/__pycache__/a.py", "runtime/retry.py.swp"):
        assert not saves.is_source(str(ROOT / path))


def test_what_is_saved_while_the_watch_begins_is_not_lost(tmp_path, monkeypatch):
    monkeypatch.setattr(watch, "ROOT", tmp_path)
    monkeypatch.setattr(saves, "ROOT", tmp_path)
    monkeypatch.setattr(watch, "TOP_MILLISECONDS", 50)
    handler, stage = tmp_path / "services" / "greet.py", tmp_path / "Pulumi.local.yaml"
    handler.parent.mkdir()
    for file in (handler, stage):
        file.write_text("old", "utf-8")
    before = watch.sources()
    for file in (handler, stage):
        os.utime(file, (1, 1))
    found = watch.saves(before)
    assert next(found) == {handler, stage}
    os.utime(stage, (2, 2))
    assert next(found) == {stage}
    os.utime(handler, (2, 2))
    assert next(found) == {handler}
    found.close()


def test_the_median_and_the_worst_are_said():
    assert saves.summary([0.1, 0.3, 0.2]) == (
        "3 saves: live after 0.20 s in the median, 0.30 s at worst"
    )
    assert saves.summary([]) == "nothing was saved"


def test_an_example_is_watched_by_its_own_folder(monkeypatch, tmp_path):
    state = tmp_path / "state.json"
    state.write_text(json.dumps({}), "utf-8")
    asked = []
    monkeypatch.setattr(stacks, "names", lambda stage: ["local-orders"])
    example = SimpleNamespace(stack=lambda stage: "organization/greet/local", folder=tmp_path)
    monkeypatch.setattr(code.examples, "deployed", lambda stage: [example])
    monkeypatch.setattr(stacks, "state_file", lambda stack: state)
    monkeypatch.setattr(function_code, "of", lambda *given: asked.append(given) or [])
    live = code.Live(SimpleNamespace(name="local"))
    live.refresh()
    live.refresh()
    assert asked == [("local-orders", ROOT), ("organization/greet/local", tmp_path)]
