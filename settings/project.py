"""Project: its name, its folder, its services, and the file of each stage."""

from __future__ import annotations

from pathlib import Path

PROJECT = "platform"
ROOT = Path(__file__).resolve().parents[1]
KEY = f"{PROJECT}:settings"

SERVICES = (
    "catalog",
    "orders",
    "inventory",
    "payments",
    "shipping",
    "notifications",
    "analytics",
    "reports",
)
PLATFORM = "platform"


def stage_and_service(stack: str) -> tuple[str, str | None]:
    """What a stack deploys: ``dev`` is a whole stage, ``dev-orders`` one service of it."""
    stage, _, last = stack.rpartition("-")
    if stage and last in (*SERVICES, PLATFORM):
        return stage, last
    return stack, None


def file_of(stage: str) -> Path:
    """Where a stage's configuration stands; the stacks of its services share it."""
    return ROOT / f"Pulumi.{stage}.yaml"
