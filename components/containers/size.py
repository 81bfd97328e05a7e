"""Size: the processor shares and the memory that Fargate gives a task."""

from __future__ import annotations

from collections.abc import Mapping

# Memory in MiB by CPU units, of which 1024 are a vCPU:
# https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size
SIZES: Mapping[int, tuple[int, ...]] = {
    256: (512, 1024, 2048),
    512: tuple(range(1024, 4096 + 1, 1024)),
    1024: tuple(range(2048, 8192 + 1, 1024)),
    2048: tuple(range(4096, 16_384 + 1, 1024)),
    4096: tuple(range(8192, 30_720 + 1, 1024)),
    8192: tuple(range(16_384, 61_440 + 1, 4096)),
    16_384: tuple(range(32_768, 122_880 + 1, 8192)),
}


def check(cpu: int, memory: int) -> None:
    """Raise ``ValueError`` for a pair that Fargate does not have."""
    if cpu not in SIZES:
        raise ValueError(f"cpu must be one of {', '.join(map(str, SIZES))}, got {cpu}")
    if memory not in SIZES[cpu]:
        sizes = ", ".join(map(str, SIZES[cpu]))
        raise ValueError(f"memory must be one of {sizes} with cpu {cpu}, got {memory}")
