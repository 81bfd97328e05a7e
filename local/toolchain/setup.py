"""Setup: lays the engine, its language host, the provider and the command out for use."""

from __future__ import annotations

import os
import shlex
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from local import files, progress
from local.checkout import (
    BIN,
    ENGINE,
    LOCAL,
    PROVIDER_JOURNAL,
    PULUMI,
    PULUMI_HOME,
    PYTHON,
    ROOT,
    STAGES,
    STATE,
)
from local.forks import client
from local.toolchain import engine as engines
from local.toolchain.engine import LANGUAGE_HOST

CHOICE = LOCAL / "engine.json"
# Our plugins by their package: the module that runs it, and the SDK whose version it has.
PLUGINS = {"aws": ("local.provider", "pulumi-aws"), "awsx": ("local.awsx", "pulumi-awsx")}

# The stack of a service has no settings file of its own: the engine would write one into the
# checkout. It gets the stage's, as the stacks that ``platform up`` deploys do.
FRONT = """\
#!/bin/sh
before= stack= given=
for word in "$@"; do
  case $before in -s | --stack) stack=$word ;; esac
  case $word in --stack=*) stack=${word#--stack=} ;; --config-file*) given=yes ;; esac
  before=$word
done
stage=${stack%-*}
if [ -z "$given" ] && [ "$stage" != "$stack" ] && [ ! -f "Pulumi.$stack.yaml" ] &&
  [ -f "Pulumi.$stage.yaml" ]; then
  export PULUMI_OPTION_CONFIG_FILE="Pulumi.$stage.yaml"
fi
exec ENGINE "$@"
"""


@dataclass(frozen=True)
class Toolchain:
    """What is in place, in words for the user."""

    engine: str
    changed: bool


def set_up(environ: Mapping[str, str]) -> Toolchain:
    """Make everything in ``.local`` that Pulumi needs; does next to nothing if it is there."""
    _keep_private()
    chosen = _place_engine(environ)
    _write_script(BIN / "platform", _script("cli"))
    _write_script(PULUMI, FRONT.replace("ENGINE", shlex.quote(str(ENGINE))))
    for name in PLUGINS:
        _place_plugin(name)
    _without_logs(PULUMI_HOME / "logs")
    return chosen


def _keep_private() -> None:
    """What is in ``.local`` is for its user alone, and so is what earlier versions left there."""
    files.make_folder(LOCAL)
    for kept in (STATE, STAGES, PROVIDER_JOURNAL):
        files.make_private(kept)
    files.take_rights(LOCAL)


def _place_engine(environ: Mapping[str, str]) -> Toolchain:
    known = files.read_json(CHOICE) or {}
    usable = isinstance(known.get("engine"), str) and known.get("checkout") == str(ROOT)
    host, on_path = ENGINE.with_name(LANGUAGE_HOST), BIN / LANGUAGE_HOST
    if usable and os.access(ENGINE, os.X_OK) and ENGINE.stat().st_size:
        if host.exists():
            _write_script(host, _script("local.toolchain.language_host"))
        return Toolchain(known["engine"], changed=False)
    engine = engines.find(environ)
    ENGINE.parent.mkdir(parents=True, exist_ok=True)
    ENGINE.unlink(missing_ok=True)
    for left in (host, on_path):
        left.unlink(missing_ok=True)
    if engine.brings_python or shutil.which(LANGUAGE_HOST, path=environ.get("PATH")):
        ENGINE.symlink_to(engine.path)
    else:
        # The engine looks beside the file where a link to it leads; hence no link.
        hard_link(engine.path.resolve(), ENGINE)
        _write_script(host, _script("local.toolchain.language_host"))
        # Hosts of other languages look on PATH; of a second file there the engine would warn.
        BIN.mkdir(parents=True, exist_ok=True)
        on_path.symlink_to(host)
    files.write_json(CHOICE, {"engine": engine.why, "checkout": str(ROOT)})
    return Toolchain(engine.why, changed=True)


def _place_plugin(name: str) -> None:
    """Put a plugin of ours into our own Pulumi home; the official one elsewhere stays.

    The engine itself would take half a second to copy this one file.
    """
    module, sdk = PLUGINS[name]
    folder = PULUMI_HOME / "plugins" / f"resource-{name}-v{version(sdk)}"
    # What an installation by the engine leaves that was cut short: it would not use the plugin.
    folder.with_name(f"{folder.name}.partial").unlink(missing_ok=True)
    if _write_script(folder / f"pulumi-resource-{name}", _script(module)):
        progress.say(f"plugin {name} for the local stage, installed in {PULUMI_HOME}")


def _without_logs(logs: Path) -> None:
    """Keep the engine from logging each command with the properties of all resources, megabytes at
    a fifth of its time: it has no switch for that, and goes on where it cannot make the folder.
    """
    if logs.is_dir():
        shutil.rmtree(logs)
    logs.touch()


def _write_script(path: Path, text: str) -> bool:
    """Whether there was anything to do."""
    if path.is_file() and os.access(path, os.X_OK) and path.read_bytes() == text.encode():
        return False
    files.write(path, text)
    path.chmod(0o755)
    return True


def _script(module: str) -> str:
    """A script that runs one of our modules, whatever folder it is called from; while there is a
    fork server, it has that run the module.
    """
    asking = shlex.join([str(PYTHON), "-I", "-S", client.__file__, str(ROOT), module])
    asked = f'if [ -n "${client.VARIABLE}" ]; then\n  exec {asking} "$@"\nfi\n'
    # A shell's exec keeps the process, and unlike a #! line knows no longest path.
    program = client.program(str(ROOT), module)
    return f'#!/bin/sh\n{asked}exec {shlex.quote(str(PYTHON))} -c {shlex.quote(program)} "$@"\n'


def hard_link(source: Path, target: Path) -> None:
    """One file at two places; a copy where the file system allows no link."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
