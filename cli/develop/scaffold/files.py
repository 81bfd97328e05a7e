"""Files: those of a new service; written all, or none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from string import Template

from cli.develop.scaffold.names import Names
from local.checkout import LocalError

TEMPLATES = Path(__file__).with_name("service")
SUFFIX = ".txt"


def files_of(names: Names) -> dict[str, str]:
    """The text of each file by its path in the checkout."""
    found = {}
    for template in sorted(TEMPLATES.rglob(f"*{SUFFIX}")):
        path = template.relative_to(TEMPLATES).as_posix().removesuffix(SUFFIX)
        path = path.replace("SERVICE", names.service).replace("NOUN", names.noun)
        found[path] = Template(template.read_text("utf-8")).substitute(names.words)
    return found


@contextmanager
def written(root: Path, files: Mapping[str, str], changing: Sequence[Path]) -> Iterator[None]:
    """Write the files for what is done with them; if that fails, they and every change of the
    files in ``changing`` are undone. Raises ``LocalError`` if one of them exists.
    """
    taken = sorted(path for path in files if (root / path).exists())
    if taken:
        raise LocalError(f"{', '.join(taken)} exists already; choose another name, or remove it")
    before = {path: path.read_bytes() for path in changing}
    existing = {folder for path in files for folder in (root / path).parents if folder.is_dir()}
    there = made(root)
    try:
        for path, text in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, "utf-8")
        yield
    except BaseException:
        for changed, content in before.items():
            changed.write_bytes(content)
        for file in {*(root / path for path in files), *made(root)} - there:
            file.unlink(missing_ok=True)
        _remove_empty({folder for path in files for folder in (root / path).parents} - existing)
        raise


def made(root: Path) -> set[Path]:
    """The files that follow from services: schemas of events, OpenAPI documents."""
    folders = (root / "contracts" / "schemas", root / "docs" / "openapi")
    return {file for folder in folders for file in folder.glob("*.json")}


def _remove_empty(folders: set[Path]) -> None:
    for folder in sorted(folders, key=lambda each: -len(each.parts)):
        for compiled in folder.glob("__pycache__/*"):
            compiled.unlink()
        for left in (folder / "__pycache__", folder):
            if left.is_dir() and not any(left.iterdir()):
                left.rmdir()
