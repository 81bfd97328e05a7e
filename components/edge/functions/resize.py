"""Resize, Lambda@Edge at origin request: ``/resized/480/cat.jpg`` is the picture ``cat.jpg`` of the
bucket, 480 pixels wide at most. CloudFront keeps what it answers as any object.

A picture that is missing, narrower, too large to decode or to answer, or that Pillow does not know
is answered by the bucket as it is. Pillow is in the folder ``packages`` beside this file.
"""

from __future__ import annotations

import base64
import io
import json
import logging
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import boto3
from botocore.exceptions import ClientError

PACKAGES = "packages"
CONSTANTS = "constants.json"
PATH = re.compile(r"/resized/(\d{1,5})(/.+)")
DOMAIN = re.compile(r"(?P<bucket>.+)\.s3[.-](?P<region>[a-z0-9-]+)\.amazonaws\.com(\.cn)?")
TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}

# At 4 bytes a pixel 25 megapixels are 100 MB, held twice while they are made smaller.
MAX_PIXELS = 25_000_000

# A generated answer has 1 MB at most at an origin's event, headers and base64 included:
# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html
LARGEST_BODY = 1_000_000

logger = logging.getLogger()


def handle(event: dict[str, Any], _: object) -> dict[str, Any]:
    request: dict[str, Any] = event["Records"][0]["cf"]["request"]
    match = PATH.fullmatch(request["uri"])
    if match is None or int(match[1]) not in constants()["widths"]:
        return request
    width, request["uri"] = int(match[1]), match[2]
    picture = picture_of(request["origin"]["s3"]["domainName"], unquote(request["uri"][1:]))
    return request if picture is None else smaller(picture, width) or request


def smaller(picture: bytes, width: int) -> dict[str, Any] | None:
    """The answer with a picture of this width; None for one that is to be answered as it is."""
    packages = str(Path(__file__).with_name(PACKAGES))
    if packages not in sys.path:
        sys.path.insert(0, packages)
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(picture), formats=tuple(TYPES)) as image:
            kind, size = str(image.format), image.size
            if size[0] <= width or size[0] * size[1] > MAX_PIXELS:
                return None
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((width, size[1]))
            made = io.BytesIO()
            upright.save(made, kind)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        logger.warning("not resized: %s", error)
        return None
    body = base64.b64encode(made.getvalue()).decode()
    return None if len(body) > LARGEST_BODY else answer(body, TYPES[kind])


def answer(body: str, content_type: str) -> dict[str, Any]:
    """An answer of base64 as CloudFront takes it."""
    return {
        "status": "200",
        "statusDescription": "OK",
        "headers": {
            "content-type": [{"key": "Content-Type", "value": content_type}],
            "cache-control": [
                {"key": "Cache-Control", "value": f"max-age={constants()['max_age']}"}
            ],
        },
        "body": body,
        "bodyEncoding": "base64",
    }


def picture_of(domain: str, key: str) -> bytes | None:
    """An object of the origin's bucket; None without one, which the bucket then says itself."""
    match = DOMAIN.fullmatch(domain)
    if match is None:
        raise ValueError(f"the origin must be a bucket in its Region, got {domain}")
    try:
        found = client(match["region"]).get_object(Bucket=match["bucket"], Key=key)
    except ClientError as error:
        logger.warning("not read: %s", error.response["Error"]["Code"])
        return None
    content: bytes = found["Body"].read()
    return content


@cache
def client(region: str) -> Any:
    """The SDK's client of S3; the bucket may be in any Region."""
    return boto3.client("s3", region_name=region)


@cache
def constants() -> Any:
    """``widths`` that may be asked for, and for how long an answer is kept, ``max_age`` seconds."""
    return json.loads(Path(__file__).with_name(CONSTANTS).read_text(encoding="utf-8"))
