"""Physical names: the engine's proposal, AWS's limits, and the user's own choice first."""

from __future__ import annotations

import random
from dataclasses import dataclass
from enum import Enum

from local.provider.errors import ProviderError
from local.provider.resource import Naming
from local.provider.wire import Props

HEX_DIGITS = 7


class Mode(Enum):
    """What the engine's autonaming setting asks of us; the values are the protocol's."""

    PROPOSE = 0
    ENFORCE = 1
    DISABLE = 2


@dataclass(frozen=True, kw_only=True)
class Autonaming:
    """What the engine says about a name: who the resource is, and what it proposes."""

    logical_name: str
    seed: bytes
    mode: Mode = Mode.PROPOSE
    proposed: str = ""


def physical_name(naming: Naming, engine: Autonaming, props: Props, old: Props) -> str:
    """The name for a resource whose program gives none; kept for as long as the resource lives."""
    if old.get(naming.property):
        return str(old[naming.property])
    if engine.mode is Mode.DISABLE:
        raise ProviderError(f"autonaming is disabled, so {naming.property} must be given")
    suffix = naming.suffix(props)
    if engine.mode is Mode.ENFORCE:
        return _enforced(naming, engine.proposed, suffix)
    proposed = engine.proposed or _random(engine, naming.separator)
    proposed = proposed.lower() if naming.lower else proposed
    if proposed.endswith(suffix):
        proposed = proposed[: len(proposed) - len(suffix)]
    return within(proposed + suffix, naming.limit)


def within(name: str, limit: int) -> str:
    """``name``, refused over ``limit`` as pulumi-aws does, which shortens none."""
    if len(name) > limit:
        raise ProviderError(f"name '{name}' is longer than maximum length {limit}")
    return name


def _enforced(naming: Naming, name: str, suffix: str) -> str:
    if len(name) > naming.limit or not name.endswith(suffix):
        wanted = f"at most {naming.limit} characters" + (f" ending in {suffix}" if suffix else "")
        raise ProviderError(f"{naming.property} must be {wanted}, autonaming enforces {name!r}")
    return name


def _random(engine: Autonaming, separator: str) -> str:
    tail = random.Random(engine.seed or None).getrandbits(4 * HEX_DIGITS)
    return f"{engine.logical_name}{separator}{tail:0{HEX_DIGITS}x}"
