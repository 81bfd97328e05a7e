"""Presets: memory and timeout of a function by the kind of work it does.

Their sizes are the ones that a function may have without a reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from components.compute.live import Warm
from components.limits import within

PresetName: TypeAlias = Literal[
    "lookup", "simple", "api", "io", "compute", "latency", "image", "inference"
]
WORDS = 3
# Without a preset.
MEMORY_MB = 256

# https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
MEMORY_LIMITS_MB = (128, 10_240)


@dataclass(frozen=True, kw_only=True)
class Preset:
    """Memory in MB, with which a function's share of a CPU grows, timeout in seconds, and copies
    that are kept warm, if any.
    """

    memory: int
    timeout: int
    warm: Warm | None = None


PRESETS: dict[PresetName, Preset] = {
    # One look-up or one small transformation, mostly in the SDK: the least that Lambda has.
    "lookup": Preset(memory=128, timeout=10),
    # A look-up or a small transformation: seconds of work with the default share of a CPU.
    "simple": Preset(memory=256, timeout=10),
    # Below the 29 seconds after which API Gateway gives up on an integration:
    # https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
    "api": Preset(memory=512, timeout=20),
    # Waits for other systems: more time, no more CPU.
    "io": Preset(memory=512, timeout=60),
    # At 1,769 MB a function has one whole vCPU:
    # https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
    "compute": Preset(memory=1769, timeout=30),
    # An operation that users wait for: a whole vCPU, and no start to wait for.
    "latency": Preset(memory=1769, timeout=20, warm=Warm()),
    # An image is held in memory decoded, at 4 bytes a pixel: 50 megapixels are 200 MB, held twice.
    "image": Preset(memory=1024, timeout=60),
    # A model in memory, or computation on more than one vCPU.
    "inference": Preset(memory=2048, timeout=60),
}
SIZES_MB = tuple(sorted({each.memory for each in PRESETS.values()}))


def check_memory(memory: int, reason: str) -> None:
    """Raise ``ValueError`` for a size outside Lambda's limits, and for one that no preset has,
    without a reason of some words.
    """
    within("memory", memory, MEMORY_LIMITS_MB, "MB")
    if memory not in SIZES_MB and len(reason.split()) < WORDS:
        sizes = ", ".join(f"{each:,}" for each in SIZES_MB)
        raise ValueError(
            f"memory must be one of {sizes} MB, or memory_reason say in {WORDS} words why not, got "
            f"{memory:,} and {reason!r}"
        )


def sized(
    preset: PresetName | None, memory: int | None, timeout: int | None, warm: Warm | None
) -> Preset:
    """A preset with what was given in its place; raises ``ValueError`` for an unknown preset, and
    for no timeout.
    """
    if preset is not None and preset not in PRESETS:
        raise ValueError(f"preset must be one of {', '.join(PRESETS)}, got {preset}")
    if preset is None:
        if timeout is None:
            raise ValueError(f"timeout must be given, or a preset ({', '.join(PRESETS)}); got none")
        return Preset(memory=MEMORY_MB if memory is None else memory, timeout=timeout, warm=warm)
    found = PRESETS[preset]
    return Preset(
        memory=found.memory if memory is None else memory,
        timeout=found.timeout if timeout is None else timeout,
        warm=found.warm if warm is None else warm,
    )
