from __future__ import annotations

import pytest

from local.checkout import BIN, LocalError
from local.toolchain import build, engine, installer


@pytest.fixture
def offline(monkeypatch):
    monkeypatch.setattr(installer, "unreachable", lambda: "Pulumi's site cannot be reached")


@pytest.fixture
def environ(tmp_path):
    return {"PATH": str(tmp_path / "bin"), "XDG_CACHE_HOME": str(tmp_path / "cache")}


def put(folder, says):
    """A ``pulumi`` in a folder that says it is of a version."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "pulumi"
    file.write_text(f"#!/bin/sh\necho {says}\n")
    file.chmod(0o755)
    return file


def cached(environ):
    return engine.cache_folder(environ, engine.wanted_version())


def test_an_engine_on_path_is_taken_if_it_is_new_enough(environ, tmp_path):
    own = put(tmp_path / "bin", "v3.231.0")
    found = engine.find(environ)
    assert found.path == own
    assert found.why == f"v3.231.0, found at {own}"


def test_an_engine_on_path_that_is_too_old_is_passed_over_and_named(environ, tmp_path, offline):
    own = put(tmp_path / "bin", "v3.230.9")
    cache = cached(environ)
    put(cache, "v3.255.0")
    found = engine.find(environ)
    assert found.path == cache / "pulumi"
    assert f"{own} is v3.230.9, older than v3.231.0" in found.why


def test_an_engine_that_does_not_say_its_version_is_passed_over(environ, tmp_path):
    put(tmp_path / "bin", "hello")
    found, why_not = engine.on_path_of(environ)
    assert found is None
    assert "does not say its version" in why_not


def test_our_own_copy_on_path_is_not_mistaken_for_the_users(environ):
    assert engine.on_path_of({"PATH": str(BIN)}) == (None, "no pulumi on PATH")


def test_an_engine_built_earlier_is_taken_without_a_look_at_the_network(environ, monkeypatch):
    monkeypatch.setattr(installer, "unreachable", lambda: pytest.fail("looked at the network"))
    cache = cached(environ)
    put(cache, "v3.255.0")
    assert engine.find(environ).path == cache / "pulumi"


def test_the_installer_is_used_where_it_can_be_reached(environ, monkeypatch, tmp_path):
    monkeypatch.setattr(installer, "unreachable", lambda: None)
    monkeypatch.setattr(installer, "install", lambda version, cache: tmp_path / version)
    found = engine.find(environ)
    assert found.path == tmp_path / engine.wanted_version()
    assert "by Pulumi's installer" in found.why


def test_without_installer_the_engine_is_built_and_the_reasons_are_reported(
    environ, monkeypatch, tmp_path, offline
):
    monkeypatch.setattr(build, "build", lambda program, environ: tmp_path / "built")
    found = engine.find(environ)
    assert found.path == tmp_path / "built"
    assert "no pulumi on PATH; Pulumi's site cannot be reached" in found.why


def test_when_nothing_works_the_error_says_what_was_tried_and_what_to_do(
    environ, monkeypatch, offline
):
    def no_go(program, environ):
        raise LocalError("fetching Go from PyPI: failed after 1 s")

    monkeypatch.setattr(build, "build", no_go)
    with pytest.raises(LocalError) as raised:
        engine.find(environ)
    for part in (
        "no pulumi on PATH",
        "Pulumi's site cannot be reached",
        "fetching Go from PyPI: failed after 1 s",
        "Put pulumi v3.231.0 or newer on PATH, or Go 1.21 or newer",
    ):
        assert part in str(raised.value)


def test_the_cache_is_shared_by_all_checkouts_of_a_user(tmp_path):
    asked = engine.cache_folder({"XDG_CACHE_HOME": str(tmp_path)}, "v1.2.3")
    assert asked == tmp_path / "serverless-platform" / "engine" / "v1.2.3"


def test_a_site_that_does_not_answer_is_one_line(monkeypatch):
    monkeypatch.setattr(installer, "SITE", "http://127.0.0.1:9/")
    reason = installer.unreachable()
    assert "\n" not in reason
    assert reason.startswith("Pulumi's installer at http://127.0.0.1:9/ cannot be reached")
