"""REST limits: settings of a REST API that API Gateway takes."""

from __future__ import annotations

import re

from components.api.caching import SIZES
from components.limits import within

# https://docs.aws.amazon.com/apigateway/latest/api/API_RestApi.html
COMPRESSION_BYTES = (0, 10_485_760)
MEDIA_TYPE = r"[\w*][\w.+-]*/([\w.+-]+|\*)"


def check_stage(stage: str, cache_size: str | None, media_types: tuple[str, ...]) -> None:
    """Raise ``ValueError`` for a stage of a wrong name, or with a cache of a size that is none, and
    for types of bodies that are none.
    """
    check_media_types(media_types)
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


def check_media_types(types: tuple[str, ...]) -> None:
    """Raise ``ValueError`` for a type that is none, or given twice."""
    for given in types:
        if not re.fullmatch(MEDIA_TYPE, given, re.ASCII) or types.count(given) > 1:
            raise ValueError(
                "binary_media_types must be types as image/png or image/*, each once, got "
                f"{given!r}"
            )
