from __future__ import annotations

import pytest

from local.checkout import LocalError
from local.toolchain import build, sdk_generator


@pytest.fixture
def generator(tmp_path, monkeypatch):
    """A generator that records its arguments, or fails on request."""
    file = tmp_path / "generator"
    file.write_text(
        '#!/bin/sh\n[ "$1" = python ] || { echo "no SDK is written for $1" >&2; exit 1; }\n'
        'echo "$@" > "$2/asked"; cat >> "$2/asked"\n'
    )
    file.chmod(0o755)
    monkeypatch.setattr(build, "build", lambda program, environ: file)


def test_the_schema_goes_in_and_the_sdk_comes_out(generator, tmp_path):
    sdk_generator.generate("python", str(tmp_path), "{}", "127.0.0.1:1", {})
    assert (tmp_path / "asked").read_text() == f"python {tmp_path} 127.0.0.1:1\n{{}}"


def test_a_failure_is_reported_with_the_generators_message(generator, tmp_path):
    with pytest.raises(LocalError, match="no cobol SDK could be written: no SDK is written for"):
        sdk_generator.generate("cobol", str(tmp_path), "{}", "127.0.0.1:1", {})


def test_a_change_of_its_source_or_pins_makes_another_binary(tmp_path, monkeypatch):
    for file in ("go.mod", "go.sum", "main.go"):
        (tmp_path / file).write_text("")
    before = sdk_generator.program({}).binary
    monkeypatch.setattr(sdk_generator, "MODULE", tmp_path)
    empty = sdk_generator.program({}).binary
    (tmp_path / "main.go").write_text("package main")
    assert len({before, empty, sdk_generator.program({}).binary}) == 3


def test_it_is_made_of_the_same_pulumi_as_the_engine():
    pin = "github.com/pulumi/pulumi/pkg/v3 "
    engine = (sdk_generator.MODULE.parent / "go.mod").read_text()
    [pinned] = [line.strip() for line in engine.splitlines() if pin in line]
    assert pinned in (sdk_generator.MODULE / "go.mod").read_text()
