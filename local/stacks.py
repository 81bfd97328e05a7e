"""Stacks: which stacks a stage has, what their state says, and how they come and go.

A stack of another project than this one, as an example's, is named in full:
``organization/<project>/<stack>``.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from local import files, stack_locks, state_files
from local.checkout import LOCAL, PULUMI, ROOT, STATE, LocalError, environment
from settings import PLATFORM, PROJECT

STACKS = STATE / ".pulumi" / "stacks" / PROJECT
LOCKS = STATE / ".pulumi" / "locks" / "organization" / PROJECT

ROOT_TYPE = "pulumi:pulumi:Stack"

# The salt of the empty passphrase. A new stack would get one of its own, written into the stage's
# file, although no secret stands in any of them; one salt for all keeps the files as they are.
SALT = "v1:VsH41rA+e0I=:v1:0xs8Z8E2ZypitbL5:412JVq6kwIZgJeOhkePV7RqX0yVATQ=="


def settings_file(stage: str) -> Path:
    """The file to run a stage's stacks with here: the committed one, or a copy of it that needs
    neither a key nor a passphrase. The copy is without the secrets of the configuration, which
    nothing here can decrypt.
    """
    file = ROOT / f"Pulumi.{stage}.yaml"
    content = yaml.safe_load(file.read_text("utf-8")) or {}
    if content.get("encryptionsalt") == SALT and "secretsprovider" not in content:
        return file
    config = _without_secrets(content.get("config") or {})
    copy = LOCAL / "settings" / file.name
    salted = yaml.safe_dump({"config": config, "encryptionsalt": SALT})
    if not copy.is_file() or copy.read_text("utf-8") != salted:
        files.write(copy, salted)
    return copy


def _without_secrets(config: Any) -> Any:
    if not isinstance(config, dict):
        return config
    return {
        key: _without_secrets(value)
        for key, value in config.items()
        if not (isinstance(value, dict) and set(value) == {"secure"})
    }


def names(stage: str) -> list[str]:
    """The stacks that a stage has in the state, whatever this checkout would deploy: first the
    whole one if it is in use, then the platform's, then those of services by name.
    """
    whole = [stage] if is_spoiled(stage) or _holds_any(stage) else []
    platform = f"{stage}-{PLATFORM}"
    parts = sorted(file.stem for file in STACKS.glob(f"{stage}-*.json") if _is_part(file, stage))
    return [*whole, *sorted(parts, key=lambda stack: stack != platform)]


def _holds_any(stack: str) -> bool:
    """Whether a stack holds more than itself."""
    return any(resource["type"] != ROOT_TYPE for resource in resources(stack))


def _is_part(file: Path, stage: str) -> bool:
    """Whether a state is that of a service: ``local-two`` may also be a stage of its own, and
    ``local-two-orders`` a service of that. A service's name is one word.
    """
    part = file.stem.removeprefix(f"{stage}-")
    return "-" not in part and not (ROOT / f"Pulumi.{file.stem}.yaml").is_file()


def exists(stack: str) -> bool:
    return state_file(stack).is_file()


def project_and_name(stack: str) -> tuple[str, str]:
    """The project that a stack belongs to, and its name there."""
    project, _, name = stack.removeprefix("organization/").rpartition("/")
    return project or PROJECT, name


def shown(stack: str) -> str:
    """The name of a stack for people: an example's is its project's."""
    project, name = project_and_name(stack)
    return name if project == PROJECT else project


def state_file(stack: str) -> Path:
    """Where the engine keeps a stack's state."""
    project, name = project_and_name(stack)
    return _of_project(project, STACKS) / f"{name}.json"


def make(stack: str) -> None:
    """Create an empty stack, unless there is one, without touching the stage's file."""
    if exists(stack):
        return
    project, name = project_and_name(stack)
    state_files.make_empty(state_file(stack), f"organization/{project}/{name}")


def remove(stack: str) -> None:
    """Remove a stack's state; its resources are to be gone."""
    pulumi("stack", "rm", "--yes", "--preserve-config", "--stack", stack)


def forget(stack: str) -> None:
    """Remove all that is recorded of a stack, readable or not, whose resources went with the
    emulator; raises ``LocalError`` while an engine works on it.
    """
    unlock(stack)
    state_files.remove(state_file(stack))


def unlock(stack: str) -> bool:
    """Remove the locks of engines that are gone; True if there were any."""
    return stack_locks.remove_stale(_locks(stack), stack)


def is_locked(stack: str) -> bool:
    """Whether an engine works on a stack, or was killed while it did."""
    return any(_locks(stack).glob("*.json*"))


def is_spoiled(stack: str) -> bool:
    """Whether a stack's state is there, but cannot be read."""
    return state_files.is_spoiled(state_file(stack))


def settle(stack: str, config: Path, folder: Path = ROOT, *, restored: bool = False) -> bool:
    """Make up for an update of the program in ``folder`` that was cut short, so that the next one
    can run; True if one was. Its state, as one ``restored`` from a backup, is compared with what
    there is.
    """
    killed = unlock(stack)
    state = deployment(stack) if exists(stack) else {}
    pending = bool(state.get("pending_operations"))
    if not pending and not (state.get("resources") and (killed or restored)):
        return killed
    flags = ["--yes", "--skip-preview", "--clear-pending-creates"]
    pulumi("refresh", *flags, "--config-file", str(config), "--stack", stack, cwd=folder)
    return True


def outputs(stack: str) -> dict[str, Any]:
    """What the program exported when the stack was last deployed."""
    for resource in resources(stack):
        if resource["type"] == ROOT_TYPE:
            return dict(resource.get("outputs") or {})
    return {}


def resources(stack: str) -> Iterator[dict[str, Any]]:
    """The resources in a stack's state."""
    yield from deployment(stack).get("resources") or []


def deployment(stack: str) -> dict[str, Any]:
    """The state of a stack as the engine last wrote it; empty if there is none.

    Raises ``SpoiledState`` if nothing can be read from it.
    """
    return state_files.deployment(state_file(stack), stack)


def pulumi(*arguments: str, cwd: Path = ROOT) -> str:
    """Run the engine for something short; raises ``LocalError`` with its own words."""
    done = subprocess.run(
        [PULUMI, *arguments, "--non-interactive"],
        cwd=cwd,
        env={**os.environ, **environment(os.environ)},
        umask=files.UMASK,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        words = (done.stderr or done.stdout).strip()
        raise LocalError(f"pulumi {' '.join(arguments[:2])} failed:\n{words}")
    return done.stdout


def _locks(stack: str) -> Path:
    project, name = project_and_name(stack)
    return _of_project(project, LOCKS) / name


def _of_project(project: str, ours: Path) -> Path:
    return ours if project == PROJECT else ours.parent / project
