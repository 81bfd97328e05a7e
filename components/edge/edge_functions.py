"""Edge functions that are ready made: access tokens checked, and pictures made smaller."""

from __future__ import annotations

from pathlib import Path

import pulumi

from components.compute.wheels import FOLDER, wheel
from components.defaults import Defaults
from components.edge.edge_function import ARCHITECTURE, EdgeFunctionArgs
from components.edge.edge_version import EdgeEvent
from components.limits import within
from components.objects.bucket import Bucket

FILES = Path(__file__).parent / "functions"

# A phone, a tablet, a desktop.
WIDTHS = (480, 960, 1920)
WIDTH_PIXELS = (1, 10_000)
DAY = 24 * 60 * 60

# A function at an origin has time and memory to decode a picture of 25 megapixels.
PICTURE_SECONDS, PICTURE_MEMORY_MB = 20, 1024
PICTURES: tuple[EdgeEvent, ...] = ("origin-request",)


def authorisation_args(
    *, issuer: pulumi.Input[str], client_id: pulumi.Input[str], defaults: Defaults = Defaults()
) -> EdgeFunctionArgs:
    """Lets requests through that have an access token of a user pool for one client, in the header
    ``Authorization``; the others are answered 401 at the edge. ``issuer`` is the pool's URL.
    """
    return EdgeFunctionArgs(
        handler="authorise.handle",
        code=FILES,
        events=("viewer-request",),
        constants={"issuer": issuer, "clients": [client_id]},
        description="Checks access tokens",
        defaults=defaults,
    )


def resize_args(
    bucket: Bucket,
    lock: Path,
    *,
    widths: tuple[int, ...] = WIDTHS,
    defaults: Defaults = Defaults(),
    folder: Path = FOLDER,
) -> EdgeFunctionArgs:
    """Pictures of a bucket by width, for the paths ``/resized/*``: ``/resized/480/cat.jpg`` is
    ``cat.jpg``, 480 pixels wide at most.

    ``lock`` is a file that locks Pillow by its hash, whose wheel is in ``folder``; see ``wheel``.
    Raises ``ValueError`` for a width outside 1 to 10,000 pixels.
    """
    for width in widths:
        within("widths", width, WIDTH_PIXELS, "pixels")
    code = pulumi.AssetArchive(
        {
            "packages": wheel(lock, ARCHITECTURE, folder),
            "resize.py": pulumi.FileAsset(str(FILES / "resize.py")),
        }
    )
    return EdgeFunctionArgs(
        handler="resize.handle",
        code=code,
        events=PICTURES,
        runtime="python3.12",
        timeout=PICTURE_SECONDS,
        memory=PICTURE_MEMORY_MB,
        constants={"widths": list(widths), "max_age": DAY},
        uses=(bucket.read(),),
        description="Makes pictures smaller",
        defaults=defaults,
    )
