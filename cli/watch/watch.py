"""``platform watch``: handlers as they are saved, on the local stage, without the engine."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from cli.stage.local import LocalStage, local_stage
from cli.terminal.arguments import Command, json_option, stage_option
from cli.watch.code import Live
from cli.watch.saves import FOLDERS, is_source, needs_engine, summary
from local import fingerprint
from local.checkout import PYTHON, ROOT, LocalError
from local.progress import say

# What comes within this time of a save belongs to it, as all files of a checkout of git do.
TOGETHER_MILLISECONDS = 50
STEP_MILLISECONDS = 10
TOP_MILLISECONDS = 1000


@click.command(cls=Command)
@json_option
@stage_option
def run(as_json: bool, stage_name: str) -> int:
    """Updates the code of the functions that a saved file belongs to; each save is answered with
    its time, with --json as a line of JSON. What only the engine can change (components, cards,
    settings) goes through platform up. Ends with Ctrl-C, and says the median and the worst time.
    """
    stage = local_stage(stage_name)
    if not stage.emulator.running or not stage.deployed_stacks:
        raise LocalError(f"stage {stage.name} is not up: platform up --stage {stage.name}")
    live = Live(stage)
    seconds: list[float] = []
    before = sources()
    live.prepare()
    say(f"watching {len(live.functions)} functions of stage {stage.name}; Ctrl-C ends it")
    try:
        for files in saves(before):
            if (took := bring(stage, live, files, as_json=as_json)) is not None:
                seconds.append(took)
    except KeyboardInterrupt:
        pass
    say(summary(seconds))
    return 0


def saves(before: Mapping[Path, int]) -> Iterator[set[Path]]:
    """The files of each save, as soon as it is whole.

    Folders are watched, since an editor may put a new file in the place of the old one; the files
    at the top are looked at now and then, for beside them are folders with more than sources. What
    is saved while the watch of the folders begins differs from ``before``, the ``sources`` of then.
    """
    # A compiled library, for this command only.
    from watchfiles import watch

    known, begun = before, False
    for changes in watch(
        *(ROOT / folder for folder in FOLDERS if (ROOT / folder).is_dir()),
        watch_filter=lambda change, path: is_source(path),
        debounce=TOGETHER_MILLISECONDS,
        step=STEP_MILLISECONDS,
        rust_timeout=TOP_MILLISECONDS,
        yield_on_timeout=True,
        raise_interrupt=True,
    ):
        now = times(ROOT) if begun else sources()
        changed = {file for file in now if now[file] != known.get(file)}
        known, begun = now, True
        if files := changed | {Path(path) for _, path in changes}:
            yield files


def sources() -> dict[Path, int]:
    """When every source was written, at the top and in the folders."""
    below = filter(is_source, map(str, fingerprint.sources(ROOT, FOLDERS)))
    return times(ROOT) | {Path(file): Path(file).stat().st_mtime_ns for file in below}


def times(folder: Path) -> dict[Path, int]:
    """When the sources in a folder, not below it, were written."""
    return {
        file: file.stat().st_mtime_ns
        for file in folder.iterdir()
        if file.is_file() and is_source(str(file))
    }


def bring(
    stage: LocalStage, live: Live, files: set[Path], *, as_json: bool = False
) -> float | None:
    """Make a save live; the seconds since its last file was written, if that was possible without
    the engine.
    """
    shown = ", ".join(sorted(str(file.relative_to(ROOT)) for file in files))
    if any(needs_engine(file, stage.name) for file in files):
        say(f"{shown}: infrastructure; platform up")
        command = [str(PYTHON), "-m", "cli", "up", "--stage", stage.name]
        subprocess.run(command, cwd=ROOT)
        live.refresh()
        return None
    live.refresh()
    functions = live.of(files)
    if not functions:
        return None
    written = max((file.stat().st_mtime for file in files if file.is_file()), default=time.time())
    try:
        live.update(functions)
    except (SyntaxError, OSError) as wrong:
        say(f"{shown}: not live: {wrong}")
        return None
    took = time.time() - written
    if as_json:
        facts = {"files": shown.split(", "), "seconds": round(took, 3)}
        print(json.dumps({**facts, "functions": [each.name for each in functions]}), flush=True)
        return took
    names = ", ".join(each.name for each in functions[:3])
    more = f" and {len(functions) - 3} more" if len(functions) > 3 else ""
    print(f"{shown}: live after {took:.2f} s in {names}{more}", flush=True)
    return took
