"""What becomes of an upload: whether its thumbnail is right, or it is refused for its reason."""

from __future__ import annotations

import io
import logging
import resource
from contextlib import redirect_stdout

from PIL import Image

from services.media.app import pictures
from tests.fakes.clients import Aws
from tests.fakes.fixtures import clear_caches
from tests.pictures import made
from tests.pictures.flow import processed, shown, thumbnail


def outcome(upload: made.Made) -> tuple[str, str, float]:
    """The name of an upload, what became of it, and the peak of memory so far, in MB."""
    from runtime.clients import aws as clients

    logging.disable()
    clear_caches()
    aws = Aws()
    clients._client = aws.client  # type: ignore[assignment]
    # Metrics are lines of stdout, which has a table.
    with redirect_stdout(io.StringIO()):
        what = found(aws, upload)
    return upload.name, what, peak_mb()


def found(aws: Aws, upload: made.Made) -> str:
    """What became of an upload; begins with WRONG where it is not what should have."""
    media = shown(processed(aws, upload.content, upload.type))
    if media["status"] == "REFUSED":
        expected = upload.refused is not None and upload.refused in media["reason"]
        return "refused, as it should be" if expected else f"WRONG: {media['reason']}"
    wanted = tuple(media["metadata"][side] for side in ("width", "height"))
    if upload.refused is not None or media["status"] != "READY" or wanted != upload.size:
        return f"WRONG: {media['status']}, {wanted}"
    small = Image.open(io.BytesIO(thumbnail(aws, media["mediaId"]))).size
    scale = min(1.0, pictures.SIDE / max(wanted))
    near = all(abs(side * scale - got) <= 1 for side, got in zip(wanted, small, strict=True))
    return "ready" if near else f"WRONG: a thumbnail of {small} for {wanted}"


def peak_mb() -> float:
    """The most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
