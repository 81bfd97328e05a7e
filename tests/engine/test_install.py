"""The package as pip builds and installs it, in an environment of its own, without the network."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
from dataclasses import dataclass
from pathlib import Path

import pytest

from cli.terminal.version import PACKAGE
from settings import ROOT
from tests.source import modules

PACKAGES = (
    "cli",
    "components",
    "contracts",
    "cost",
    "guide",
    "local",
    "microservice",
    "policies",
    "runtime",
    "settings",
)
BUILT_FROM = (*PACKAGES, "pyproject.toml", "requirements.txt", "README.md")


@dataclass(frozen=True)
class Installed:
    """A virtual environment with the package in it; what it depends on is that of the tests."""

    root: Path

    @classmethod
    def make(cls, folder: Path) -> Installed:
        """Build a wheel from a copy of the sources and install it."""
        sources = folder / "sources"
        sources.mkdir()
        for part in BUILT_FROM:
            if (ROOT / part).is_dir():
                ignored = shutil.ignore_patterns("__pycache__")
                shutil.copytree(ROOT / part, sources / part, ignore=ignored)
            else:
                shutil.copy2(ROOT / part, sources / part)
        pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
        alone = ["--no-deps", "--no-index"]
        built = ["wheel", "--no-build-isolation", *alone, "--wheel-dir", str(folder), str(sources)]
        subprocess.run([*pip, *built], check=True)
        [wheel] = folder.glob("*.whl")
        environment = cls(folder / "venv")
        venv.create(environment.root, with_pip=False, symlinks=True)
        to = ["--python", str(environment.python), "install", *alone, str(wheel)]
        subprocess.run([*pip, *to], check=True)
        dependencies = environment.site / "dependencies.pth"
        dependencies.write_text(sysconfig.get_path("purelib") + "\n")
        return environment

    @property
    def python(self) -> Path:
        return self.root / "bin" / "python"

    @property
    def site(self) -> Path:
        [site] = self.root.glob("lib/python*/site-packages")
        return site

    def run(self, *command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
        """Run a program of this environment; stdout and stderr come as one."""
        return subprocess.run(
            [str(self.root / "bin" / command[0]), *command[1:]],
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=120,
        )


@pytest.fixture(scope="session")
def installed(tmp_path_factory) -> Installed:
    return Installed.make(tmp_path_factory.mktemp("installed"))


def test_the_package_gives_the_platform_command_with_the_version_of_pyproject(installed, tmp_path):
    stated = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert installed.run("platform", "--version", cwd=tmp_path).stdout == f"platform {stated}\n"


def test_the_wheel_depends_on_what_requirements_txt_lists(installed):
    [metadata] = installed.site.glob(f"{PACKAGE.replace('-', '_')}-*.dist-info/METADATA")
    needed = re.findall(r"^Requires-Dist: ([\w-]+)", metadata.read_text(), re.MULTILINE)
    lines = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    listed = [re.match(r"[\w-]+", line) for line in lines if line and not line.startswith("#")]
    assert sorted(needed) == sorted(match.group() for match in listed)


def test_every_version_of_a_checkout_is_one_that_the_package_allows():
    from packaging.requirements import Requirement

    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    exact = dict(line.lower().replace("_", "-").split("==") for line in lines if "==" in line)
    for line in (ROOT / "requirements.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            needed = Requirement(line)
            assert needed.specifier.contains(exact[needed.name.lower()]), line


@pytest.mark.parametrize("package", PACKAGES)
def test_every_module_and_data_file_is_in_the_package(installed, package):
    there = {path.relative_to(installed.site).as_posix() for path in installed.site.rglob("*.*")}
    data = [path for kind in ("json", "yaml") for path in (ROOT / package).rglob(f"*.{kind}")]
    files = [*modules(package), *(path.relative_to(ROOT).as_posix() for path in data)]
    assert sorted(set(files) - there) == []


def test_nothing_of_the_project_but_the_package_is_installed(installed):
    ours = {path.name for path in ROOT.iterdir() if path.is_dir()} - set(PACKAGES)
    assert {path.name for path in installed.site.iterdir()} & ours == set()


# What runs in a function reads its variables when it is imported: tests/test_handlers.py.
IMPORTED = sorted(set(PACKAGES) - {"runtime"})


def test_every_module_can_be_imported_from_another_folder(installed, tmp_path):
    names = [module.removesuffix(".py").replace("/", ".") for module in modules(*IMPORTED)]
    names = [name.removesuffix(".__init__") for name in names if not name.endswith("__main__")]
    names = [name for name in names if not name.startswith("local.runtime.")]
    program = f"""
import importlib
modules = [importlib.import_module(name) for name in {names!r}]
print(*(module.__file__ for module in modules if module.__file__), sep="\\n")
"""
    done = installed.run("python", "-c", program, cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    assert len(done.stdout.splitlines()) == len(names)
    assert [f for f in done.stdout.splitlines() if not f.startswith(f"{installed.site}/")] == []


LAYER = """
from components.compute.archive import packages_of
print(*packages_of(("serverless-platform",)).assets, sep="\\n")
"""


def test_the_runtime_can_travel_in_a_layer_of_another_program(installed, tmp_path):
    done = installed.run("python", "-c", LAYER, cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    travels = {f"python/{module}" for module in modules("runtime", "contracts")}
    assert travels - set(done.stdout.split()) == set()


def test_outside_a_checkout_a_command_says_that_it_needs_one(installed, tmp_path):
    done = installed.run("platform", "status", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stdout == (
        "platform status: this works on a checkout of the platform (a folder with Pulumi.yaml, "
        f"__main__.py, program, services), and there is none at or above {tmp_path}; "
        "change into one\n"
    )


def test_inside_a_checkout_the_installed_command_works_on_it(installed, checkout):
    done = installed.run("platform", "status", cwd=checkout.root / "services" / "orders")
    assert done.returncode == 0, done.stdout
    assert "no stack of stage local" in done.stdout
