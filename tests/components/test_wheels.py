"""Tests of layers of compiled packages."""

import subprocess
import zipfile
from pathlib import Path

import pytest

from components.compute.archive import packages_of
from components.compute.wheels import WheelError, download, wheel_layer


@pytest.fixture
def lock(tmp_path):
    file = tmp_path / "tool.lock"
    file.write_text("tool==1.0 --hash=sha256:00\n")
    return file


@pytest.fixture
def pip(monkeypatch):
    """The commands given to pip, which downloads a wheel for each."""
    commands, answer = [], {"returncode": 0, "stderr": ""}

    def run(command, **options):
        commands.append(command)
        into = command[command.index("--dest") + 1]
        if not answer["returncode"]:
            Path(into).mkdir()
            (Path(into) / "tool-1.0-cp312-cp312-linux.whl").write_bytes(b"wheel")
        return subprocess.CompletedProcess(command, answer["returncode"], "", answer["stderr"])

    monkeypatch.setattr(subprocess, "run", run)
    return commands, answer


def test_a_wheel_is_downloaded_once_for_each_architecture_by_its_hash(lock, pip, tmp_path):
    commands, _ = pip
    download(lock, tmp_path / "wheels")
    download(lock, tmp_path / "wheels")
    assert len(commands) == 2
    for command, platform in zip(commands, ("aarch64", "x86_64"), strict=True):
        assert {"--require-hashes", "--only-binary=:all:", "--no-deps"} <= set(command)
        assert f"manylinux_2_28_{platform}" in command
        assert command[command.index("--python-version") + 1] == "3.12"


def test_a_layer_has_the_wheel_below_python(lock, pip, tmp_path):
    download(lock, tmp_path / "wheels")
    [(folder, wheel)] = wheel_layer(lock, "arm64", tmp_path / "wheels").assets.items()
    assert folder == "python"
    assert wheel.path.endswith("-arm64/tool-1.0-cp312-cp312-linux.zip")


def test_a_changed_lock_has_other_wheels(lock, pip, tmp_path):
    download(lock, tmp_path / "wheels")
    lock.write_text("tool==1.1 --hash=sha256:01\n")
    with pytest.raises(WheelError) as refused:
        wheel_layer(lock, "arm64", tmp_path / "wheels")
    assert str(refused.value) == (
        f"the wheels of tool.lock for arm64 are not in {tmp_path / 'wheels'}; run "
        f"python -m components.compute.wheels {lock}"
    )


def test_what_pip_refuses_is_not_kept(lock, pip, tmp_path):
    _, answer = pip
    answer |= {"returncode": 1, "stderr": "THESE PACKAGES DO NOT MATCH THE HASHES\n"}
    with pytest.raises(WheelError, match="DO NOT MATCH THE HASHES"):
        download(lock, tmp_path / "wheels")
    assert list((tmp_path / "wheels").iterdir()) == []


def test_the_wheels_of_several_packages_are_one_archive(lock, monkeypatch, tmp_path):
    def run(command, **options):
        into = Path(command[command.index("--dest") + 1])
        into.mkdir()
        for name in ("tool", "part"):
            with zipfile.ZipFile(into / f"{name}-1.0-cp312-cp312-linux.whl", "w") as wheel:
                wheel.writestr(f"{name}/__init__.py", name)
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(subprocess, "run", run)
    download(lock, tmp_path / "wheels")
    [archive] = wheel_layer(lock, "arm64", tmp_path / "wheels").assets.values()
    with zipfile.ZipFile(archive.path) as joined:
        assert sorted(joined.namelist()) == ["part/__init__.py", "tool/__init__.py"]
    assert [each.name for each in Path(archive.path).parent.iterdir()] == ["tool.zip"]


def test_another_architecture_is_refused(lock):
    with pytest.raises(ValueError, match="architecture must be arm64 or x86_64, got riscv"):
        wheel_layer(lock, "riscv")


def test_compiled_modules_travel_only_when_asked_for():
    plain, compiled = packages_of(("pillow",)), packages_of(("pillow",), compiled=True)
    more = set(compiled.assets) - set(plain.assets)
    assert any(name.startswith("python/PIL/_imaging.") for name in more)
    assert all(".so" in name for name in more)
    assert not any(name.endswith(".pyc") for name in compiled.assets)
