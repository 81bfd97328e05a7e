"""Warn: what a plan would lead into, with the rule or check that finds it once it is built."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from guide.choices import FUNCTION_SECONDS
from guide.migration.inventory import Inventory, Module
from guide.migration.staying import MOST_GIGABYTES

# A function with more is the application once more: the rule lambda-function-lift-and-shift.
LARGEST_MEGABYTES = 50
MOST_OPERATIONS = 20
# A chain of calls longer than one adds up latency, and fails as a whole.
LONGEST_CHAIN = 1


@dataclass(frozen=True, kw_only=True)
class Caution:
    """A warning on modules; ``held_by`` names the rule, test or check."""

    kind: str
    modules: tuple[str, ...]
    text: str
    held_by: str


def warnings(inventory: Inventory, moved: Mapping[str, int]) -> list[Caution]:
    """All warnings; ``moved`` has the stage of each module that moves."""
    return [
        *_lift_and_shift(inventory, moved),
        *_distributed_monolith(inventory, moved),
        *_shared_tables(inventory, moved),
        *_everything(inventory),
    ]


def _lift_and_shift(inventory: Inventory, moved: Mapping[str, int]) -> Iterator[Caution]:
    for each in inventory.modules:
        large = each.code_megabytes > LARGEST_MEGABYTES or each.operations > MOST_OPERATIONS
        if each.name in moved and large:
            yield Caution(
                kind="lift and shift",
                modules=(each.name,),
                text=f"{each.operations} operations and {each.code_megabytes:g} MB of code in one "
                "function start slowly, scale badly and cost more: a function for each operation",
                held_by="lambda-function-lift-and-shift",
            )


def _distributed_monolith(inventory: Inventory, moved: Mapping[str, int]) -> Iterator[Caution]:
    by_name = {each.name: each for each in inventory.modules}
    for each in inventory.modules:
        chain = _chain(each, by_name, ())
        if each.name in moved and len(chain) - 1 > LONGEST_CHAIN:
            again = " and back" if chain[0] == chain[-1] else ""
            yield Caution(
                kind="distributed monolith",
                modules=chain,
                text=f"{' calls '.join(chain)}{again}: latencies add up and one failure stops all; "
                "let changes be events, and keep copies of what is read",
                held_by="tests/microservice/test_card_check.py",
            )


def _chain(
    module: Module, by_name: Mapping[str, Module], before: tuple[str, ...]
) -> tuple[str, ...]:
    """The longest chain of calls from a module; one that closes ends where it began."""
    if module.name in before:
        return (module.name,)
    path = (*before, module.name)
    below = [_chain(by_name[name], by_name, path) for name in module.calls]
    return (module.name, *max(below, key=len, default=()))


def _shared_tables(inventory: Inventory, moved: Mapping[str, int]) -> Iterator[Caution]:
    writers: dict[str, list[Module]] = {}
    for each in inventory.modules:
        for table in each.tables:
            writers.setdefault(table, []).append(each)
    for table, modules in sorted(writers.items()):
        names = tuple(each.name for each in modules)
        if len({moved.get(name, 0) for name in names}) > 1:
            yield Caution(
                kind="shared table",
                modules=names,
                text=f"the table {table} is written on both sides of the cut: give it one owner, "
                "and the other an API or events",
                held_by="tests/program/test_cards.py",
            )


def _everything(inventory: Inventory) -> Iterator[Caution]:
    for each in inventory.modules:
        long = each.seconds > FUNCTION_SECONDS and "workflow" not in each.traits
        if each.continuous or long or each.gigabytes > MOST_GIGABYTES:
            yield Caution(
                kind="everything serverless",
                modules=(each.name,),
                text="continuous connections, long computation and large data are not for "
                "functions: choose by the work",
                held_by="lambda-function-workload",
            )
