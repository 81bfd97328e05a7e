"""Engine: which Pulumi deploys a stage: this checkout's own for a local one, yours for AWS."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from local import files, stacks
from local.checkout import PULUMI, ROOT, LocalError, environment
from settings import Settings, file_of


@dataclass(frozen=True)
class Engine:
    """The program, its variables and the settings file of one stage."""

    stage: str
    program: Path
    variables: Mapping[str, str]
    config: Path

    @classmethod
    def of(cls, settings: Settings) -> Engine:
        """That of a stage; raises ``LocalError`` where AWS needs a Pulumi that is not there."""
        stage = settings.stage
        if settings.endpoint is not None:
            variables = {**os.environ, **environment(os.environ)}
            return cls(stage, PULUMI, variables, stacks.settings_file(stage))
        found = shutil.which("pulumi")
        if found is None:
            raise LocalError(
                f"{stage} is on AWS, where your own Pulumi is used, and none is on PATH: "
                "install it, and log in to your backend: pulumi login s3://<bucket>"
            )
        return cls(stage, Path(found), os.environ, file_of(stage))

    def deployed(self) -> list[str]:
        """The stage's stacks in the backend, whole or by service."""
        listed = json.loads(self.run(["stack", "ls", "--json"]) or "[]")
        names = [each["name"].rpartition("/")[2] for each in listed if each.get("resourceCount")]
        return sorted(
            each for each in names if each == self.stage or each.startswith(f"{self.stage}-")
        )

    def make(self, stack: str) -> None:
        """Create an empty stack, unless there is one, with the key that the stage's file names."""
        listed = json.loads(self.run(["stack", "ls", "--json"]) or "[]")
        if stack in [each["name"].rpartition("/")[2] for each in listed]:
            return
        content = yaml.safe_load(self.config.read_text("utf-8")) or {}
        key = content.get("secretsprovider")
        own = file_of(stack)
        kept = own.is_file()
        options = ["--secrets-provider", key] if key else []
        self.run(["stack", "init", stack, "--no-select", *options])
        if not kept:
            # A stack of a service has the stage's file, and the key in that.
            own.unlink(missing_ok=True)

    def settle(self, stack: str) -> list[str]:
        """Make up for a run that was cut short; the URNs of what it was about then.

        The engine cannot know whether what it was creating exists: that is no longer in the state,
        and the next run makes it, or says that the name is taken.
        """
        state = json.loads(self.run(["stack", "export", "--stack", stack]) or "{}")
        pending = (state.get("deployment") or {}).get("pending_operations") or []
        if pending:
            flags = ["--yes", "--skip-preview", "--clear-pending-creates"]
            self.run(["refresh", "--stack", stack, "--config-file", str(self.config), *flags])
        return [str(each["resource"]["urn"]) for each in pending]

    def preview(self, stack: str, *, policies: bool) -> dict[str, Any]:
        """What an update of a stack would do, as the engine's JSON, with what stays as it is."""
        words = [
            "preview",
            "--json",
            "--show-sames",
            "--stack",
            stack,
            "--config-file",
            str(self.config),
        ]
        words += ["--policy-pack", "policies"] if policies else []
        digest: dict[str, Any] = json.loads(self.run(words))
        return digest

    def run(self, words: Sequence[str]) -> str:
        """What a command prints; raises ``LocalError`` with its words if it fails."""
        done = subprocess.run(
            [str(self.program), *words, "--non-interactive"],
            cwd=ROOT,
            env=dict(self.variables),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            umask=files.UMASK,
        )
        if done.returncode != 0:
            raise LocalError(_said(done.stdout, done.stderr) or f"pulumi {words[0]} failed")
        return done.stdout


def _said(output: str, errors: str) -> str:
    """The error messages of a command, which JSON output has among its diagnostics."""
    try:
        found = json.loads(output).get("diagnostics") or []
    except ValueError:
        found = []
    said = [each["message"].strip() for each in found if each.get("severity") == "error"]
    return "\n".join(dict.fromkeys([*said, errors.strip()])).strip()
