"""Wheels: a layer of compiled packages, built for Lambda's Python and architecture.

A lock file names the packages as pip's requirements do, with the hashes of their wheels. They are
downloaded once, when the environment is installed (``python -m components.compute.wheels LOCK``),
so that no deployment needs a network, and none gets other bytes than the lock says.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import pulumi

# Where the wheels of an environment are.
FOLDER = Path(sys.prefix) / "wheels"

# Amazon Linux 2023 has glibc 2.34, which runs what was built for 2.28 and older:
# https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
PLATFORMS = {
    "arm64": ("manylinux_2_28_aarch64", "manylinux2014_aarch64"),
    "x86_64": ("manylinux_2_28_x86_64", "manylinux2014_x86_64"),
}
PYTHON = "3.12"


class WheelError(pulumi.RunError, ValueError):
    """The wheels of a lock file are not there, or are not those that it names."""


def wheel_layer(lock: Path, architecture: str, folder: Path = FOLDER) -> pulumi.AssetArchive:
    """The archive of a layer with the wheel of a lock file for ``arm64`` or ``x86_64``; raises as
    ``wheel`` does.
    """
    return pulumi.AssetArchive({"python": wheel(lock, architecture, folder)})


def wheel(lock: Path, architecture: str, folder: Path = FOLDER) -> pulumi.FileArchive:
    """The wheel of a lock file for ``arm64`` or ``x86_64``, for a folder of another archive.

    Raises ``WheelError`` if it was not downloaded, and ``ValueError`` for another architecture.
    """
    wheels = [*_place(lock, architecture, folder).glob("*.zip")]
    if not wheels:
        raise WheelError(
            f"the wheels of {lock.name} for {architecture} are not in {folder}; run "
            f"python -m components.compute.wheels {lock}"
        )
    return pulumi.FileArchive(str(wheels[0]))


def download(lock: Path, folder: Path = FOLDER) -> list[Path]:
    """Download the wheels of a lock file for both architectures, unless they are there; returns
    their folders. Raises ``WheelError`` with pip's message, as where a hash differs.
    """
    places = []
    for architecture in PLATFORMS:
        place = _place(lock, architecture, folder)
        if not place.is_dir():
            with tempfile.TemporaryDirectory(dir=_made(folder)) as work:
                _download(lock, architecture, Path(work) / "wheels")
                shutil.move(Path(work) / "wheels", place)
        places.append(place)
    return places


def _download(lock: Path, architecture: str, into: Path) -> None:
    platforms = [word for each in PLATFORMS[architecture] for word in ("--platform", each)]
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    command += ["--require-hashes", "--only-binary=:all:", "--no-deps", "--dest", str(into)]
    command += [*platforms, "--python-version", PYTHON, "--requirement", str(lock)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise WheelError(f"pip could not download the wheels of {lock}: {done.stderr.strip()}")
    wheels = sorted(into.glob("*.whl"))
    # The engine knows archives by their endings, and a layer has one archive.
    if len(wheels) == 1:
        wheels[0].rename(wheels[0].with_suffix(".zip"))
    else:
        _join(wheels, into / f"{lock.stem}.zip")


def _join(wheels: list[Path], into: Path) -> None:
    """Put what is in several wheels into one archive, in the place of them."""
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as joined:
        for wheel in wheels:
            with zipfile.ZipFile(wheel) as one:
                for entry in one.infolist():
                    joined.writestr(entry, one.read(entry))
            wheel.unlink()


def _place(lock: Path, architecture: str, folder: Path) -> Path:
    if architecture not in PLATFORMS:
        raise ValueError(f"architecture must be arm64 or x86_64, got {architecture}")
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()[:16]
    return folder / f"{lock.stem}-{digest}-{architecture}"


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


if __name__ == "__main__":
    for each in sys.argv[1:]:
        download(Path(each))
