"""Stage file: ``Pulumi.<stage>.yaml``, which of them there are, and what may be in them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import yaml

from settings.errors import SettingsError
from settings.project import KEY, PROJECT, file_of, named_in_files, stage_and_service, stages


def configuration(stage: str) -> dict[str, Any]:
    """The configuration in a stage's file; raises ``SettingsError`` where there is none."""
    refuse_service_stack(stage)
    if stage not in stages():
        raise SettingsError(
            f"there is no stage {stage}: Pulumi.{stage}.yaml is missing; there are "
            f"{', '.join(stages())}"
        )
    file = file_of(stage)
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file.name}: cannot be read as YAML: {_line(error)}") from None
    found = content.get("config") if isinstance(content, dict) else content
    if found is not None and not isinstance(found, dict):
        raise SettingsError(f"{file.name}: config must hold {KEY}; given {found!r}")
    return dict(found or {})


def refuse_service_stack(stage: str) -> None:
    """Raise ``SettingsError`` for a stage that is called as the stack of a service of another."""
    other, service = stage_and_service(stage)
    if service is None:
        return
    file, right = f"Pulumi.{stage}.yaml", f"Pulumi.{other}.yaml"
    if stage in named_in_files():
        raise SettingsError(
            f"{file}: is no stage's file: {stage} is the stack of {service} in stage {other}, "
            f"whose settings are in {right}; move them there, or give the stage another name"
        )
    raise SettingsError(
        f"there is no stage {stage}: it is the stack of {service} in stage {other}; there are "
        f"{', '.join(stages())}"
    )


def refuse_own_settings(stack: str) -> None:
    """Raise ``SettingsError`` if the stack of a service has settings of its own."""
    stage, service = stage_and_service(stack)
    if service is None or stack not in named_in_files():
        return
    # The engine may have written one that only says how secrets are encrypted.
    if KEY in (file := file_of(stack)).read_text("utf-8"):
        right = file_of(stage).name
        raise SettingsError(
            f"{file.name}: {KEY}: unknown here; {stack} is the stack of {service} in stage "
            f"{stage}, whose settings are in {right}: move them there, and add --config-file "
            f"{right}"
        )


def refuse_other_keys(stage: str, keys: Iterable[str]) -> None:
    """Raise ``SettingsError`` for keys of the project that are not the settings."""
    keys = set(keys)
    renamed = sorted(key for key in keys if key.endswith(":settings") and KEY not in keys)
    if renamed:
        raise SettingsError(
            f"{file_of(stage).name}: unknown key {', '.join(renamed)}; the project is called "
            f"{PROJECT} in Pulumi.yaml, so its settings must be under {KEY}"
        )
    others = sorted(key for key in keys if key.startswith(f"{PROJECT}:") and key != KEY)
    if others:
        raise SettingsError(
            f"{file_of(stage).name}: unknown key {', '.join(others)}; all settings of "
            f"{PROJECT} must be under {KEY}"
        )


def _line(error: Exception) -> str:
    return " ".join(str(error).split())


def parsed(text: str | None) -> Any:
    """The settings as the engine hands them over, which is JSON of whatever is in the file."""
    try:
        return text if text is None else json.loads(text)
    except ValueError:
        return text
