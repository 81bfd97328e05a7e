"""REST limits: settings of a REST API that API Gateway takes."""

from __future__ import annotations

import re

from components.api.caching import SIZES
from components.limits import within

# https://docs.aws.amazon.com/apigateway/latest/api/API_RestApi.html
COMPRESSION_BYTES = (0, 10_485_760)


def check_stage(stage: str, cache_size: str | None) -> None:
    """Raise ``ValueError`` for a stage of a wrong name, or with a cache of a size that is none."""
    if not re.fullmatch(r"[\w-]{1,128}", stage, re.ASCII):
        raise ValueError(
            f"stage must be 1 to 128 letters, digits, hyphens or underscores, got {stage}"
        )
    if cache_size not in (None, *SIZES):
        raise ValueError(f"cache_size must be None or one of {', '.join(SIZES)}, got {cache_size}")


def compression(size: int | None) -> str | None:
    """A size in bytes as the provider takes it: as text, so that 0 differs from none; raises
    ``ValueError`` beyond API Gateway's limits.
    """
    if size is None:
        return None
    within("minimum_compression_size", size, COMPRESSION_BYTES, "bytes")
    return str(size)
