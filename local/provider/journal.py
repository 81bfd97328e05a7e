"""Journal: what was created, so that a run finds what the engine's state does not have.

That is what an interrupted run has made, and all that was in a state that is lost.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

from local import files
from local.provider.resource import ResourceType
from local.provider.wire import Props

VARIABLE = "PLATFORM_PROVIDER_JOURNAL"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A create, in progress or done; it has an id once the resource is made, and is deleted when
    the resource is."""

    urn: str
    identity: Props
    id: str | None = None


def identity_of(kind: ResourceType, inputs: Props) -> Props:
    """What finds the resource again: its name and the short texts that cannot change."""
    names = kind.replace_on | ({kind.naming.property} if kind.naming else set())
    return {name: inputs[name] for name in names if isinstance(inputs.get(name), str)}


@dataclass(frozen=True)
class Journal:
    """One small file per URN and endpoint; without a folder it stores nothing.

    ``in_state`` is what the engine has shown of its state in this run: ids by URN.
    """

    folder: Path | None
    endpoint: str
    in_state: dict[str, set[str]] = field(default_factory=dict, compare=False)

    def see(self, urn: str, made: str = "") -> None:
        """The engine has this resource in its state, with this id if it said one."""
        self.in_state.setdefault(urn, set()).update({made} - {""})

    def leftover(self, urn: str) -> Entry | None:
        """The entry of a resource that the engine does not know of; None if there is none.

        A replacement is created while the engine still has the old resource: that is in its state.
        An entry with another id is a replacement whose run was cut short.
        """
        entry, known = self.recall(urn), self.in_state.get(urn)
        if entry is None or known is None:
            return entry
        return entry if known and entry.id not in known else None

    def recall(self, urn: str) -> Entry | None:
        path = self._path(urn)
        return _read(path) if path else None

    def record(self, urn: str, identity: Props, made: str | None = None) -> None:
        path = self._path(urn)
        if path is None:
            return
        # A thousand in a deployment: a process that is killed spoils none, a power failure may.
        entry = Entry(urn=urn, identity=identity, id=made)
        files.write_json(path, asdict(entry), durable=False)

    def delete(self, urn: str, made: str | None = None) -> None:
        """Delete the entry of a URN; with an id only if it is that one's: its replacement stays."""
        path = self._path(urn)
        entry = self.recall(urn) if made else None
        if path is not None and (entry is None or entry.id in (None, made)):
            path.unlink(missing_ok=True)

    def clear(self) -> None:
        """Delete every entry: what they name went with the emulator."""
        for path in self._paths():
            path.unlink(missing_ok=True)

    def stacks(self) -> set[str]:
        """The stacks that an entry is of."""
        entries = (_read(path) for path in self._paths())
        return {entry.urn.split(":")[2] for entry in entries if entry}

    def _paths(self) -> list[Path]:
        return list(self.folder.glob(f"{_short(self.endpoint)}-*")) if self.folder else []

    def _path(self, urn: str) -> Path | None:
        if self.folder is None:
            return None
        return self.folder / f"{_short(self.endpoint)}-{_short(urn)}.json"


def journal_at(endpoint: str) -> Journal:
    folder = os.environ.get(VARIABLE)
    return Journal(Path(folder) if folder else None, endpoint)


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def _read(path: Path) -> Entry | None:
    try:
        return Entry(**(files.read_json(path) or {}))
    except TypeError:
        return None
