from __future__ import annotations

import shlex
import subprocess
from pathlib import Path

import pytest

from local import checkout
from local.checkout import ROOT, environment, exports
from local.toolchain import engine as engines
from local.toolchain import setup
from local.toolchain.engine import Engine

BARE = "/usr/bin:/bin"


@pytest.fixture
def local(tmp_path, monkeypatch):
    """A ``.local`` of its own."""
    monkeypatch.setattr(setup, "LOCAL", tmp_path)
    monkeypatch.setattr(setup, "BIN", tmp_path / "bin")
    monkeypatch.setattr(setup, "PULUMI", tmp_path / "bin" / "pulumi")
    monkeypatch.setattr(setup, "ENGINE", tmp_path / "engine" / "pulumi")
    monkeypatch.setattr(setup, "CHOICE", tmp_path / "engine.json")
    monkeypatch.setattr(setup, "PULUMI_HOME", tmp_path / "home")
    for kept in ("STATE", "STAGES", "PROVIDER_JOURNAL"):
        monkeypatch.setattr(setup, kept, tmp_path / kept.lower())
    return tmp_path


@pytest.fixture
def found(tmp_path, monkeypatch):
    """An engine on this machine."""
    file = tmp_path / "found" / "pulumi"
    file.parent.mkdir()
    file.write_text("#!/bin/sh\n")
    file.chmod(0o755)
    monkeypatch.setattr(engines, "find", lambda environ: Engine(file, "v9, for the test"))
    return file


def test_a_bare_engine_gets_our_language_host_beside_it(local, found):
    assert setup.set_up({"PATH": BARE}) == setup.Toolchain("v9, for the test", changed=True)
    assert not (local / "engine" / "pulumi").is_symlink()
    assert (local / "engine" / "pulumi").samefile(found)
    host = local / "engine" / "pulumi-language-python"
    assert "local.toolchain.language_host" in host.read_text()
    assert (local / "bin" / "pulumi-language-python").resolve() == host


def test_what_earlier_versions_left_for_all_to_read_is_for_its_user_alone(local, found):
    state = local / "state" / "stacks" / "local.json"
    state.parent.mkdir(parents=True)
    state.write_text("{}")
    state.chmod(0o644)
    local.chmod(0o755)
    setup.set_up({"PATH": BARE})
    modes = {each.stat().st_mode & 0o777 for each in (local, local / "state", state.parent)}
    assert modes == {0o700}
    assert state.stat().st_mode & 0o777 == 0o600


def test_an_engine_with_its_own_language_host_is_only_pointed_to(local, found):
    (found.parent / "pulumi-language-python").write_text("")
    setup.set_up({"PATH": BARE})
    assert (local / "engine" / "pulumi").resolve() == found
    assert not (local / "engine" / "pulumi-language-python").exists()


@pytest.mark.parametrize(("name", "release"), [("aws", "7.51.1"), ("awsx", "3.11.0")])
def test_a_plugin_is_put_in_its_place_once_and_again_when_the_checkout_moved(
    local, found, name, release, capsys
):
    folder = local / "home" / "plugins" / f"resource-{name}-v{release}"
    folder.mkdir(parents=True)
    partial = folder.with_name(f"{folder.name}.partial")
    partial.touch()
    said = f"plugin {name} for the local stage"
    setup.set_up({"PATH": BARE})
    installed = folder / f"pulumi-resource-{name}"
    assert f"local.{'provider' if name == 'aws' else name}" in installed.read_text()
    assert installed.stat().st_mode & 0o111
    assert not partial.exists()
    assert capsys.readouterr().err.count(said) == 1
    setup.set_up({"PATH": BARE})
    assert said not in capsys.readouterr().err
    installed.write_text("from another place")
    setup.set_up({"PATH": BARE})
    assert "from another place" not in installed.read_text()


@pytest.mark.parametrize("content", ["", "[1]", "{", '{"engine": 1, "checkout": "x"}'])
def test_a_spoiled_choice_of_engine_is_made_again(local, found, content):
    setup.set_up({"PATH": BARE})
    (local / "engine.json").write_text(content)
    assert setup.set_up({"PATH": BARE}).changed
    assert not setup.set_up({"PATH": BARE}).changed


def test_a_second_setup_looks_for_no_engine(local, found, monkeypatch):
    setup.set_up({"PATH": BARE})
    monkeypatch.setattr(engines, "find", lambda environ: pytest.fail("looked again"))
    assert not setup.set_up({"PATH": BARE}).changed


def test_an_engine_that_has_vanished_is_looked_for_again(local, found):
    (found.parent / "pulumi-language-python").write_text("")
    setup.set_up({"PATH": BARE})
    (local / "engine" / "pulumi").unlink()
    assert setup.set_up({"PATH": BARE}).changed


def test_a_command_in_place_of_the_engine_of_an_earlier_version_spares_that(local, found):
    (local / "bin").mkdir()
    (local / "bin" / "pulumi").hardlink_to(found)
    engine = found.read_text()
    setup.set_up({"PATH": BARE})
    assert found.read_text() == engine != (local / "bin" / "pulumi").read_text()


WORDS = {
    "-s local-catalog refresh": "Pulumi.local.yaml",
    "preview --stack=local-catalog": "Pulumi.local.yaml",
    "up --stack local-catalog --config-file x.yaml": "",
    "up -s local": "",
    "up -s local-two": "",
    "up -s gone-catalog": "",
    "version": "",
}


@pytest.mark.parametrize(("words", "config"), WORDS.items())
def test_the_stack_of_a_service_gets_the_settings_file_of_its_stage(
    local, found, words, config, tmp_path
):
    for stage in ("local", "local-two"):
        (tmp_path / f"Pulumi.{stage}.yaml").touch()
    setup.set_up({"PATH": BARE})
    engine = local / "engine" / "pulumi"
    engine.unlink()
    engine.write_text('#!/bin/sh\necho "$PULUMI_OPTION_CONFIG_FILE|$*"\n')
    engine.chmod(0o755)
    command = [local / "bin" / "pulumi", *words.split()]
    done = subprocess.run(command, cwd=tmp_path, env={"PATH": BARE}, capture_output=True, text=True)
    assert done.stdout.strip() == f"{config}|{words}"


def test_the_logs_of_the_engine_are_removed_and_a_file_keeps_it_from_writing_more(local, found):
    logs = local / "home" / "logs"
    logs.mkdir(parents=True)
    (logs / "pulumi-20261129T080000-1-preview.log").write_bytes(bytes(1000))
    for _ in range(2):
        setup.set_up({"PATH": BARE})
        assert logs.is_file()
        assert logs.read_bytes() == b""


def test_the_environment_does_not_grow_when_it_is_taken_twice():
    once = environment({"PATH": "/usr/bin:/bin"})
    assert environment(once) == once
    assert once["PATH"].split(":")[:2] == [str(checkout.BIN), str(ROOT / ".venv" / "bin")]


def test_a_shell_reads_the_exports_as_they_were_meant():
    script = f'{exports({"PATH": "/a b:/bin"})}\necho "$PATH"; echo "$PULUMI_BACKEND_URL"'
    said = subprocess.run(["/bin/sh", "-c", script], capture_output=True, text=True).stdout
    path, backend = said.splitlines()
    assert path.endswith(":/a b:/bin")
    assert backend == f"file://{checkout.STATE}?metadata=skip"


def test_everything_generated_stays_in_the_checkout():
    for name, value in environment({"PATH": ""}).items():
        if "/" in value and name != "PATH":
            assert Path(value.removeprefix("file://")).is_relative_to(ROOT), name
    assert ".local" in shlex.split((ROOT / ".gitignore").read_text().replace("/", ""))
