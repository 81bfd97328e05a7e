"""The files of GitHub and GitLab, by the schemas of both and by the commands that they run."""

from __future__ import annotations

import re
import shlex

import click
import pytest
from check_jsonschema.cli import main as linter
from click.testing import CliRunner

from cli.__main__ import platform
from settings import ROOT

FILES = {
    ".github/workflows/platform.yml": "vendor.github-workflows",
    ".gitlab-ci.yml": "vendor.gitlab-ci",
}
COMMAND = re.compile(r"\.venv/bin/python -m cli ((?:\\\n|[^\n|>])+)")


@pytest.mark.parametrize("file", FILES)
def test_a_pipeline_is_one_by_the_schema_of_its_host(file, tmp_path):
    def said(path):
        return CliRunner().invoke(linter, ["--builtin-schema", FILES[file], str(path)])

    assert said(ROOT / file).exit_code == 0, said(ROOT / file).output
    broken = tmp_path / "broken.yml"
    text = (ROOT / file).read_text("utf-8")
    broken.write_text(text.replace("\nnightly:", "\nnightly: 7\nother:", 1) + "\njobs: 7\n")
    assert said(broken).exit_code == 1


@pytest.mark.parametrize("file", FILES)
def test_the_commands_of_a_pipeline_are_ours(file):
    found = COMMAND.findall((ROOT / file).read_text("utf-8"))
    assert len(found) >= 5
    for words in found:
        name, *rest = shlex.split(words.replace("\\\n", " ").replace("$STAGE", "dev"))
        rest = ["dev" if word == "$CI_ENVIRONMENT_NAME" else word for word in rest]
        command = platform.get_command(click.Context(platform), name)
        command.make_context(name, rest)
