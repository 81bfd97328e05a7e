"""Plan: the stages of one monolith, what each moves and how, what stays, and what to mind."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from guide.migration.inventory import Inventory, Module
from guide.migration.stages import STAGES, Stage, Step
from guide.migration.staying import reason, stage_of
from guide.migration.warn import warnings


def plan(inventory: Inventory) -> dict[str, Any]:
    """The plan as data: for JSON, and for ``text``. After each stage the old system and the new
    parts work together.
    """
    stage_by_module = {each.name: stage_of(each, inventory) for each in inventory.modules}
    moved = {name: stage.number for name, stage in stage_by_module.items() if stage is not None}
    left = [each.name for each in inventory.modules]
    stages = []
    for stage in STAGES:
        modules = [each for each in inventory.modules if moved.get(each.name) == stage.number]
        left = [name for name in left if name not in {each.name for each in modules}]
        if modules:
            stages.append(_stage(stage, modules, left))
    return {
        "application": inventory.application,
        "stages": stages,
        "skipped": [stage.number for stage in STAGES if stage.number not in moved.values()],
        "stays": {
            each.name: reason(each, inventory)
            for each in inventory.modules
            if each.name not in moved
        },
        "warnings": [asdict(each) for each in warnings(inventory, moved)],
    }


def _stage(stage: Stage, modules: list[Module], left: list[str]) -> dict[str, Any]:
    return {
        "stage": stage.number,
        "title": stage.title,
        "blueprint": stage.blueprint.name,
        "modules": [each.name for each in modules],
        "steps": [_step(step, modules) for step in stage.steps],
        "inTheMonolith": left,
    }


def _step(step: Step, modules: list[Module]) -> dict[str, Any]:
    return {**asdict(step), "here": here(step, modules)}


def here(step: Step, modules: list[Module]) -> list[str]:
    """What a step means for some modules, a line for each that it concerns."""
    names = [each.name for each in modules]
    lines = {
        "MIG-21": names,
        "MIG-22": [f"{m.name}: {', '.join(m.tables)}" for m in modules if m.tables],
        "MIG-23": [f"{m.name}: {_functions(m)}" for m in modules],
        "MIG-25": [m.name for m in modules if m.signed_in],
        "MIG-31": [f"{m.name}: {m.trigger}" for m in modules],
        "MIG-34": [f"{m.name}: {_functions(m)}" for m in modules],
        "MIG-41": [f"{m.name}: {' -> '.join(m.steps)}" for m in modules],
        "MIG-45": [f"{m.name}: {', '.join(m.undo)}" for m in modules if m.undo],
        "MIG-51": [
            f"{context}: {', '.join(m.name for m in modules if m.context == context)}"
            for context in sorted({str(m.context) for m in modules if m.context})
        ],
        "MIG-54": [f"{m.name}: {', '.join(m.publishes)}" for m in modules if m.publishes],
    }
    return lines.get(step.id, [])


def _functions(module: Module) -> str:
    return f"{module.operations} function{'s' if module.operations > 1 else ''}"


def text(found: dict[str, Any]) -> str:
    """For a terminal."""
    lines = [f"{found['application']}: {len(found['stages'])} stages"]
    for stage in found["stages"]:
        lines += [
            "",
            f"stage {stage['stage']}, {stage['title']}, as {stage['blueprint']}: "
            f"{', '.join(stage['modules'])}",
        ]
        for number, step in enumerate(stage["steps"], 1):
            lines.append(f"  {number}. {step['text']}{_with(step)}")
            lines += [f"     - {line}" for line in step["here"]]
        lines.append(f"  still in the monolith: {', '.join(stage['inTheMonolith']) or 'nothing'}")
    if found["stays"]:
        lines += ["", "stays:", *(f"  {name}: {why}" for name, why in found["stays"].items())]
    if found["warnings"]:
        lines += ["", "mind:"]
    lines += [
        f"  {each['kind']}: {', '.join(each['modules'])}: {each['text']}"
        for each in found["warnings"]
    ]
    return "\n".join(lines)


def _with(step: dict[str, Any]) -> str:
    parts = [
        ", ".join(step["components"]),
        f"examples/{step['example']}" if step["example"] else "",
        step["command"] or "",
    ]
    given = [part for part in parts if part]
    return f" ({'; '.join(given)})" if given else ""
