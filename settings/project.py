"""Project: its name, its folder, its services, and the file of each stage."""

from __future__ import annotations

from pathlib import Path

import yaml


def project_folder(here: Path, working: Path) -> Path:
    """The folder of the Pulumi project: this checkout, else the one at or above ``working``.

    The second is for programs that have this package installed; where there is no Pulumi.yaml at
    all, it is ``working``.
    """
    candidates = (here, working, *working.parents)
    return next((each for each in candidates if (each / "Pulumi.yaml").is_file()), working)


def project_name(folder: Path) -> str:
    """The ``name`` in a folder's Pulumi.yaml; where there is none, the folder's own."""
    file = folder / "Pulumi.yaml"
    if not file.is_file():
        return folder.name
    return str(yaml.safe_load(file.read_text(encoding="utf-8"))["name"])


ROOT = project_folder(Path(__file__).resolve().parents[1], Path.cwd())
PROJECT = project_name(ROOT)
# Where a stage's settings are in its file: the namespace of the project's own configuration.
KEY = f"{PROJECT}:settings"

# A service is a folder with an infrastructure.py: nothing else lists the services.
FOLDERS = tuple(sorted(path.parent.name for path in ROOT.glob("services/*/infrastructure.py")))
# Of these a stage has only those whose settings are in its file; a module of their name reads them.
OPTIONAL_SERVICES = tuple(
    name for name in FOLDERS if (Path(__file__).parent / "services" / f"{name}.py").is_file()
)
SERVICES = tuple(name for name in FOLDERS if name not in OPTIONAL_SERVICES)
# The stack of the shared resources, and their service tag.
PLATFORM = "platform"
# The stack of what is over all services of a stage, which is deployed after them.
OVERVIEW = "overview"


def stage_and_service(stack: str) -> tuple[str, str | None]:
    """What a stack deploys: ``dev`` is a whole stage, ``dev-orders`` one service of it."""
    stage, _, last = stack.rpartition("-")
    if stage and last in (*FOLDERS, PLATFORM, OVERVIEW):
        return stage, last
    return stack, None


def file_of(stage: str) -> Path:
    """The configuration file of a stage, which the stacks of its services share."""
    return ROOT / f"Pulumi.{stage}.yaml"


def stages() -> list[str]:
    """Every stage that has a file; a file of a service's stack is none."""
    return [stage for stage in named_in_files() if stage_and_service(stage)[1] is None]


def named_in_files() -> list[str]:
    """What stands between ``Pulumi.`` and ``.yaml`` in the names of the project's files."""
    files = ROOT.glob("Pulumi.*.yaml")
    return sorted(file.name.removeprefix("Pulumi.").removesuffix(".yaml") for file in files)
