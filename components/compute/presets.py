"""Presets: memory and timeout of a function by the kind of work it does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

PresetName: TypeAlias = Literal["simple", "api", "io", "compute", "image"]


@dataclass(frozen=True, kw_only=True)
class Preset:
    """Memory in MB, with which a function's share of a CPU grows, and timeout in seconds."""

    memory: int
    timeout: int


PRESETS: dict[PresetName, Preset] = {
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
    # An image is held in memory decoded, at 4 bytes a pixel: 50 megapixels are 200 MB, held twice.
    "image": Preset(memory=1024, timeout=60),
}
