from __future__ import annotations

import sys
from pathlib import Path

import pytest

from local import checkout
from local.checkout import LocalError, find
from settings.project import project_folder


@pytest.fixture
def other(tmp_path) -> Path:
    """A folder that has what a checkout has."""
    for mark in checkout.MARKS:
        (tmp_path / "other" / mark).mkdir(parents=True)
    return tmp_path / "other"


def test_a_checkout_works_on_itself_wherever_it_is_called_from(other):
    assert find(checkout.ROOT, other) == checkout.ROOT


def test_an_installed_command_works_on_the_checkout_around_the_working_directory(other, tmp_path):
    inside = other / "services" / "orders"
    assert find(tmp_path / "site-packages", inside) == other
    assert find(tmp_path / "site-packages", other) == other


@pytest.mark.parametrize("missing", checkout.MARKS)
def test_a_folder_without_a_part_is_no_checkout(other, missing):
    (other / missing).rmdir()
    assert find(other / "site-packages", other) == other
    assert not checkout.is_checkout(other)


def test_without_a_checkout_a_command_is_refused(monkeypatch, tmp_path):
    checkout.require()
    monkeypatch.setattr(checkout, "ROOT", tmp_path)
    with pytest.raises(LocalError, match=r"Pulumi.yaml, __main__.py, program, services"):
        checkout.require()


def test_the_python_of_a_checkout_is_that_of_its_own_environment():
    assert checkout.VENV in checkout.PYTHON.parents
    assert Path(sys.executable).parent.samefile(checkout.PYTHON.parent)


def test_settings_of_an_installed_package_belong_to_the_project_around_it(tmp_path):
    (tmp_path / "Pulumi.yaml").touch()
    (tmp_path / "inside").mkdir()
    assert project_folder(tmp_path / "site-packages", tmp_path / "inside") == tmp_path
    assert project_folder(checkout.ROOT, tmp_path) == checkout.ROOT


def test_without_a_project_it_is_the_working_directory(tmp_path):
    assert project_folder(tmp_path / "site-packages", tmp_path) == tmp_path
