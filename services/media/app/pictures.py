"""Pictures: what Pillow reads of an upload, within bounded memory, and the thumbnail of it.

A picture is decoded only if its header says that it fits: of a JPEG, Pillow decodes an eighth, a
quarter or half of each side, as the thumbnail needs; any other is decoded whole. What is wrong with
an upload is raised as ``Refused``.
"""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from services.media.app.domain import Metadata, Refused

if TYPE_CHECKING:
    from PIL.Image import Image

# The longer side of a thumbnail.
SIDE = 320

# At 4 bytes a pixel, 50 megapixels are 200 MB, held twice while they are made smaller.
MAX_PIXELS = 50_000_000
# A progressive JPEG is held as coefficients: 3 bytes a pixel, 450 MB.
MAX_JPEG_PIXELS = 150_000_000

# As Pillow names them; a JPEG with several pictures in it, as of some phones, is an MPO.
TYPES = {
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",
    "PNG": "image/png",
    "GIF": "image/gif",
    "WEBP": "image/webp",
}

# What is tried; an MPO is found by the decoder of JPEG.
FORMATS = ("JPEG", "PNG", "GIF", "WEBP")

# Tags of EXIF, https://www.cipa.jp/std/documents/e/DC-X008-Translation-2019-E.pdf
ORIENTATION, MODEL, EXIF_BLOCK, TAKEN_AT = 0x0112, 0x0110, 0x8769, 0x9003
# Orientations that turn a picture by a quarter.
TURNED = (5, 6, 7, 8)

TRANSPARENT = ("RGBA", "LA", "PA", "RGBa", "La")
# 16 bits a pixel, of which a thumbnail shows the upper half.
DEEP = ("I;16", "I;16L", "I;16B", "I")


def thumbnail(content: bytes, content_type: str) -> tuple[bytes, str]:
    """The first frame at 320 pixels a side at most, the right side up, without metadata: as PNG if
    it is transparent, as JPEG otherwise. Returns it with its content type.
    """
    from PIL import ImageOps

    with opened(content, content_type) as image:
        if image.mode in DEEP:
            image = image.point(lambda value: value / 256).convert("L")
        elif image.mode in ("P", "PA", "1") or "transparency" in image.info:
            image = image.convert("RGBA" if has_transparency(image) else "RGB")
        image.thumbnail((SIDE, SIDE))
        image = ImageOps.exif_transpose(image)
        return _saved(image)


def describe(content: bytes, content_type: str) -> Metadata:
    """What a picture is, without decoding it."""
    with opened(content, content_type) as image:
        exif = image.getexif()
        width, height = image.size
        if exif.get(ORIENTATION) in TURNED:
            width, height = height, width
        return Metadata(
            width=width,
            height=height,
            format=str(image.format),
            frames=getattr(image, "n_frames", 1) if image.format != "MPO" else 1,
            transparent=has_transparency(image),
            taken_at=_text(exif.get_ifd(EXIF_BLOCK).get(TAKEN_AT)),
            camera=_text(exif.get(MODEL)),
        )


@contextmanager
def opened(content: bytes, content_type: str) -> Iterator[Image]:
    """A picture whose header was read and that fits; what its decoder raises is ``Refused``."""
    # A plugin has to be imported before its format can be asked for.
    from PIL import Image, UnidentifiedImageError, WebPImagePlugin  # noqa: F401

    # The limits here are by format, and Pillow's are not.
    Image.MAX_IMAGE_PIXELS = None
    try:
        with warnings.catch_warnings(action="ignore"):
            image = Image.open(io.BytesIO(content), formats=FORMATS)
            check(image, content_type)
            yield image
    except UnidentifiedImageError:
        raise Refused("it is no JPEG, PNG, GIF or WebP picture") from None
    except (OSError, ValueError, SyntaxError, EOFError, struct.error, IndexError) as error:
        raise Refused(f"it cannot be read as a picture: {_short(error)}") from error


def check(image: Image, content_type: str) -> None:
    """Raise ``Refused`` for a picture of another type, or with more pixels than memory allows."""
    found = TYPES[str(image.format)]
    if found != content_type:
        raise Refused(f"it is {found}, and not {content_type}, as its user said")
    limit = MAX_JPEG_PIXELS if found == "image/jpeg" else MAX_PIXELS
    width, height = image.size
    if width * height > limit:
        raise Refused(
            f"it has {width} x {height} pixels; {found} may have {limit // 1_000_000} million"
        )


def has_transparency(image: Image) -> bool:
    """Whether a picture may be transparent in places."""
    return image.mode in TRANSPARENT or "transparency" in image.info


def _saved(image: Image) -> tuple[bytes, str]:
    out = io.BytesIO()
    # Without its colour profile a picture of a phone or a scanner has other colours.
    profile: dict[str, Any] = {"icc_profile": image.info.get("icc_profile")}
    if image.mode in TRANSPARENT:
        image.convert("RGBA").save(out, "PNG", optimize=True, **profile)
        return out.getvalue(), "image/png"
    if image.mode not in ("L", "RGB"):
        # That of CMYK would not fit RGB.
        image, profile = image.convert("RGB"), {}
    image.save(out, "JPEG", quality=82, progressive=True, **profile)
    return out.getvalue(), "image/jpeg"


def _text(value: object) -> str | None:
    """A text of EXIF, which a camera may have filled up with NUL; None without one."""
    found = str(value).replace("\0", "").strip()[:100] if isinstance(value, str) else ""
    return found or None


def _short(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0][:200]
