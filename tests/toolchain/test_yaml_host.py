from __future__ import annotations

import pytest

from cli import __main__ as command
from cli.stage import setup
from local.toolchain import build, yaml_host


@pytest.fixture
def bin_folder(tmp_path, monkeypatch):
    """A ``.local/bin`` of its own, with an engine that brings no hosts."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "pulumi").write_text("")
    monkeypatch.setattr(yaml_host, "BIN", folder)
    monkeypatch.setattr(yaml_host, "ENGINE", folder / "pulumi")
    monkeypatch.setattr(yaml_host, "PLACE", folder / yaml_host.NAME)
    return folder


@pytest.fixture
def environ(tmp_path):
    return {"PATH": "/usr/bin:/bin", "XDG_CACHE_HOME": str(tmp_path / "cache")}


def test_it_is_built_once_and_laid_beside_the_engine(bin_folder, environ, monkeypatch):
    built = []

    def compiled(program, given):
        built.append(program.command)
        program.cache.mkdir(parents=True, exist_ok=True)
        program.binary.write_text("host")
        return program.binary

    monkeypatch.setattr(build, "build", compiled)
    version = yaml_host.version()
    assert yaml_host.place(environ) == f"{version}, built from Go modules"
    assert yaml_host.place(environ) == f"{version}, built earlier"
    assert (bin_folder / yaml_host.NAME).read_text() == "host"
    assert set(built) == {"github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml"}


def test_the_one_that_came_with_the_users_engine_is_taken(
    bin_folder, environ, tmp_path, monkeypatch
):
    monkeypatch.setattr(build, "build", lambda *_: pytest.fail("built"))
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "pulumi").write_text("")
    (tmp_path / "own" / yaml_host.NAME).write_text("")
    (bin_folder / "pulumi").unlink()
    (bin_folder / "pulumi").symlink_to(tmp_path / "own" / "pulumi")
    assert yaml_host.place(environ) == f"found at {tmp_path}/own/{yaml_host.NAME}"


def test_one_on_path_is_taken(bin_folder, environ, tmp_path, monkeypatch):
    monkeypatch.setattr(build, "build", lambda *_: pytest.fail("built"))
    own = tmp_path / yaml_host.NAME
    own.write_text("#!/bin/sh\n")
    own.chmod(0o755)
    assert yaml_host.place(environ | {"PATH": str(tmp_path)}) == f"found at {own}"


def test_it_is_asked_for_by_an_option(monkeypatch, capsys):
    monkeypatch.setattr(setup, "prepare", lambda **_: None)
    monkeypatch.setattr(yaml_host, "place", lambda environ: "built")
    assert (command.main(["setup"]), capsys.readouterr().err) == (0, "")
    assert (command.main(["setup", "--yaml"]), capsys.readouterr().err) == (0, "YAML host: built\n")
