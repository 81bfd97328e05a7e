"""Staying: the modules that no stage moves, with the reason, and what to take in its place."""

from __future__ import annotations

from guide.choices import FUNCTION_SECONDS
from guide.migration.inventory import TRAITS, Inventory, Module
from guide.migration.stages import DOMAINS, STAGES, Stage

# What a function reads in one invocation beside its other work; more is for a job of its own.
MOST_GIGABYTES = 10
# Below this team the fourth stage costs more than it gives: the fit list of microservices.
SMALLEST_TEAM = 5


def why(module: Module) -> str | None:
    """Why a module stays whatever its traits, or None."""
    if module.keep is not None:
        return module.keep
    if module.continuous:
        return "it runs or holds connections all the time: a container (FargateService), or stays"
    if module.seconds > FUNCTION_SECONDS and "workflow" not in module.traits:
        return (
            f"one piece of work takes {module.seconds:,.0f} s, a function at most "
            f"{FUNCTION_SECONDS}: a container (FargateService), or pieces by a distributed map"
        )
    if module.gigabytes > MOST_GIGABYTES:
        return (
            f"one piece of work reads {module.gigabytes:,.0f} GB: a data lake (Athena, Glue), or "
            "stays"
        )
    if not module.stateless:
        return "its requests need state of the process: move that into a table first"
    if not module.traits:
        return "none of its traits is one that a stage moves"
    return None


def stage_of(module: Module, inventory: Inventory) -> Stage | None:
    """The stage that moves a module: that of the last of its traits, since it moves once, whole."""
    if why(module) is not None:
        return None
    last = max(module.traits, key=TRAITS.index)
    stage = next(each for each in STAGES if each.trait == last)
    if stage is DOMAINS and inventory.team < SMALLEST_TEAM:
        return None
    return stage


def reason(module: Module, inventory: Inventory) -> str:
    """Why a module has not moved after the last stage."""
    return why(module) or (
        f"a team of {inventory.team} has more work with services than with one application; "
        f"from {SMALLEST_TEAM} people on"
    )
