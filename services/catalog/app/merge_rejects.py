"""Ends an import of a file: its rejects in one file, and what was loaded in sum."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from runtime.stepfunctions.tasks import Task, task_handler
from services.catalog.app import import_files


@task_handler
def handle(task: Task) -> Mapping[str, Any]:
    parts = task.input["loaded"]
    wanted = [part["number"] for part in parts if part["rejected"]]
    rejects = import_files.merge_rejects(task.input["file"]["etag"], wanted)
    sums = {name: sum(part[name] for part in parts) for name in ("loaded", "items", "rejected")}
    return {**sums, "parts": len(parts), "rejects": rejects}
