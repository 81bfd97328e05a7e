"""Spoiled: every file that a kill or a full disk may leave half-written, planted one by one."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from faults.situations import FaultError, Situation, last_line
from faults.stage import Stage

SERVICE = "catalog"
RESTORE = ("up", "--restore")
Plant = Callable[[Path], None]


def empty(file: Path) -> None:
    file.write_text("")


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def a_list(file: Path) -> None:
    file.write_text("[1]")


def an_object(file: Path) -> None:
    file.write_text("{}")


def lost(file: Path) -> None:
    file.unlink()


SHAPES: dict[str, Plant] = {"empty": empty, "cut": cut, "[1]": a_list, "lost": lost}


def situations() -> Iterator[Situation]:
    """Of the engine: states, metadata, drafts, locks; of the command and the provider: records."""
    yield from states()
    yield from beside_states()
    yield from locks()
    for name in ("deployed.json", "emulator.json"):
        for shape, plant in SHAPES.items():
            yield _planted(f"{name} {shape}", lambda stage, name=name: stage.records / name, plant)
    for shape, plant in SHAPES.items():
        yield _planted(
            f"engine.json {shape}", lambda stage: stage.root / ".local/engine.json", plant
        )
    yield _planted("journal entry cut", first_entry, cut)


def states() -> Iterator[Situation]:
    """A state that cannot be read is refused with the ways out; a lost one is made anew."""
    for shape, plant in {**SHAPES, "{}": an_object}.items():
        if plant is not lost:
            yield Situation(
                name=f"state of a service {shape}",
                happen=refused(lambda stage: stage.stack(SERVICE), plant),
                recover=RESTORE,
            )
    yield Situation(
        name="state of a service empty, no backup",
        happen=refused(lambda stage: stage.stack(SERVICE), without_backup),
        recover=RESTORE,
    )
    yield _planted("state of a service lost", lambda stage: stage.stack(SERVICE), lost)
    yield _planted("state of the platform lost", lambda stage: stage.stack("platform"), lost)


def beside_states() -> Iterator[Situation]:
    """What earlier versions and killed engines left beside a state."""

    def beside(ending: str) -> Callable[[Stage], Path]:
        return lambda stage: stage.stack(SERVICE).with_name(f"local-{SERVICE}.json{ending}")

    yield _planted("metadata of a state empty", beside(".attrs"), empty)
    yield _planted("draft of a state left", beside(".18bd5.tmp"), empty)
    yield _planted("backup of a state empty", beside(".bak"), empty)
    yield _planted("metadata of the backend empty", lambda stage: stage.state / "meta.yaml", empty)


def locks() -> Iterator[Situation]:
    """Locks whose engine is gone, or never was one."""
    contents = {
        "empty": "",
        "of process 1": json.dumps({"pid": 1, "timestamp": "2020-01-01T00:00:00Z"}),
        "of a reused id": json.dumps({"pid": os.getpid(), "timestamp": "2020-01-01T00:00:00Z"}),
    }
    for name, content in contents.items():
        yield _planted(
            f"lock {name}",
            lambda stage: stage.state / f"locks/organization/platform/local-{SERVICE}/a.json",
            lambda file, content=content: file.write_text(content),
        )


def without_backup(file: Path) -> None:
    empty(file)
    file.with_name(f"{file.name}.bak").unlink()


def first_entry(stage: Stage) -> Path:
    return min((stage.root / ".local/provider-journal").glob("*.json"))


def refused(where: Callable[[Stage], Path], plant: Plant) -> Callable[[Stage], None]:
    """Plant a file; the next ``up`` names it with the ways out, and makes nothing."""

    def happen(stage: Stage) -> None:
        file = where(stage)
        plant(file)
        up = stage.run("up")
        if up.returncode != 1 or str(file) not in up.stdout or "--restore" not in up.stdout:
            raise FaultError(f"the file was not named: {last_line(up.stdout)}")

    return happen


def _planted(name: str, where: Callable[[Stage], Path], plant: Plant) -> Situation:
    def happen(stage: Stage) -> None:
        file = where(stage)
        file.parent.mkdir(parents=True, exist_ok=True)
        plant(file)

    return Situation(name=name, happen=happen)
