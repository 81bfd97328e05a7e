from __future__ import annotations

from importlib import metadata

import pytest
from pulumi.runtime.proto import language_pb2

from local.toolchain import linked_sdks


@pytest.fixture
def program(tmp_path):
    """A program with an SDK that was just generated."""
    module = tmp_path / "sdks" / "shop" / "pulumi_shop"
    module.mkdir(parents=True)
    (module.parent / "setup.py").write_text("")
    (module / "__init__.py").write_text("")
    (module / "pulumi-plugin.json").write_text('{"name": "shop", "version": "1.2.0"}')
    return tmp_path


def link(program):
    packages = [language_pb2.LinkRequest.LinkDependency(path="sdks/shop")]
    info = language_pb2.ProgramInfo(program_directory=str(program))
    return linked_sdks.link(language_pb2.LinkRequest(info=info, packages=packages))


def test_it_is_named_once_in_the_requirements(program):
    (program / "requirements.txt").write_text("pulumi\n")
    for _ in range(2):
        link(program)
    assert (program / "requirements.txt").read_text() == "pulumi\nsdks/shop\n"


def test_it_says_how_to_import_it(program):
    assert link(program).import_instructions == "To use it: import pulumi_shop"


def test_it_can_be_asked_for_its_version_without_an_installation(program):
    link(program)
    [folder] = linked_sdks.folders(program)
    [found] = metadata.distributions(name="pulumi_shop", path=[str(folder)])
    assert found.version == "1.2.0"


def test_a_program_without_sdks_has_none(tmp_path):
    assert linked_sdks.folders(tmp_path) == []
