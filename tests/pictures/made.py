"""Pictures, as bytes: what cameras, editors and attackers make of the formats that media takes."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageDraw

ORIENTATION, MODEL = 0x0112, 0x0110
JPEG, PNG, GIF, WEBP = "image/jpeg", "image/png", "image/gif", "image/webp"
TYPES = {"JPEG": JPEG, "PNG": PNG, "GIF": GIF, "WEBP": WEBP}

# What has to be done to a picture for it to be stored in each orientation of EXIF.
STORED_AS = {
    1: (),
    2: (Image.Transpose.FLIP_LEFT_RIGHT,),
    3: (Image.Transpose.ROTATE_180,),
    4: (Image.Transpose.FLIP_TOP_BOTTOM,),
    5: (Image.Transpose.TRANSPOSE,),
    6: (Image.Transpose.ROTATE_90,),
    7: (Image.Transpose.TRANSVERSE,),
    8: (Image.Transpose.ROTATE_270,),
}


@dataclass(frozen=True, kw_only=True)
class Made:
    """A picture, its type as its user states it, and what is in the reason if it is refused."""

    name: str
    content: bytes
    type: str
    size: tuple[int, int] = (0, 0)
    refused: str | None = None


def scene(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """Blue above green, and red in the corner at the top left."""
    image = Image.new("RGB", (width, height), (40, 90, 200))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, height // 2, width, height), fill=(30, 160, 60))
    draw.rectangle((0, 0, width // 4, height // 4), fill=(220, 20, 20))
    return image.convert(mode)


def encoded(image: Image.Image, form: str, **options: Any) -> bytes:
    """A picture as a file."""
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def oriented(width: int, height: int, orientation: int) -> bytes:
    """A JPEG that is shown at this size when its EXIF orientation is followed."""
    image = scene(width, height)
    for turn in STORED_AS[orientation]:
        image = image.transpose(turn)
    exif = Image.Exif()
    exif[ORIENTATION], exif[MODEL] = orientation, "Test Camera\0"
    return encoded(image, "JPEG", exif=exif)


def transparent(width: int, height: int, form: str = "PNG") -> bytes:
    """A scene of which the lower half is transparent."""
    image = scene(width, height, "RGBA")
    image.paste((0, 0, 0, 0), (0, height // 2, width, height))
    return encoded(image, form)


def animated(width: int, height: int, form: str = "GIF") -> bytes:
    """Three frames, of which the first is the scene."""
    others = [Image.new("RGB", (width, height), c) for c in ("yellow", "magenta")]
    return encoded(scene(width, height), form, save_all=True, append_images=others, duration=50)


def bomb(width: int = 30_000, height: int = 30_000) -> bytes:
    """A PNG of 900 megapixels, which is all zeros and so of about 100 kB."""
    row = b"\0" * (width // 8 + 1)
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(row * 100) for _ in range(height // 100)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(map(_chunk, chunks))


def _chunk(part: tuple[bytes, bytes]) -> bytes:
    kind, data = part
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def good(number: int) -> Made:
    """One of many pictures that are as they should be, by its number."""
    width, height = 200 + 37 * (number % 29), 150 + 53 * (number % 23)
    kinds = {
        "oriented JPEG": (JPEG, lambda: oriented(width, height, number % 8 + 1)),
        "progressive JPEG": (
            JPEG,
            lambda: encoded(scene(width, height), "JPEG", progressive=True),
        ),
        "CMYK JPEG": (JPEG, lambda: encoded(scene(width, height, "CMYK"), "JPEG")),
        "grey JPEG": (JPEG, lambda: encoded(scene(width, height, "L"), "JPEG")),
        "PNG": (PNG, lambda: encoded(scene(width, height), "PNG")),
        "transparent PNG": (PNG, lambda: transparent(width, height)),
        "palette PNG": (PNG, lambda: encoded(scene(width, height, "P"), "PNG", transparency=0)),
        "16-bit PNG": (PNG, lambda: encoded(Image.new("I;16", (width, height), 40_000), "PNG")),
        "animated GIF": (GIF, lambda: animated(width, height)),
        "WebP": (WEBP, lambda: encoded(scene(width, height), "WEBP")),
        "transparent WebP": (WEBP, lambda: transparent(width, height, "WEBP")),
        "animated WebP": (WEBP, lambda: animated(width, height, "WEBP")),
    }
    name = tuple(kinds)[number % len(kinds)]
    kind, make = kinds[name]
    return Made(name=name, content=make(), type=kind, size=(width, height))


def _noise() -> bytes:
    return encoded(Image.effect_noise((400, 400), 50), "PNG")


def _half(content: bytes) -> bytes:
    return content[: len(content) // 2]


# Uploads that are refused: their type, what is in the reason, and their content.
BAD: dict[str, tuple[str, str, Callable[[], bytes]]] = {
    "truncated JPEG": (JPEG, "read", lambda: _half(encoded(scene(800, 600), "JPEG"))),
    "truncated PNG": (PNG, "read", lambda: _half(_noise())),
    "text named .jpg": (JPEG, "no JPEG", lambda: b"Dear Sir or Madam\n"),
    "empty file": (PNG, "no JPEG", lambda: b""),
    "PNG named .jpg": (JPEG, "it is image/png", _noise),
    "TIFF named .jpg": (JPEG, "no JPEG", lambda: encoded(scene(80, 60), "TIFF")),
    "decompression bomb": (PNG, "30000 x 30000 pixels", bomb),
}


def bad(name: str) -> Made:
    """One of the uploads that are refused."""
    kind, reason, make = BAD[name]
    return Made(name=name, content=make(), type=kind, refused=reason)


def huge() -> bytes:
    """A JPEG of 100 megapixels."""
    return encoded(scene(10_000, 10_000), "JPEG", quality=70)
