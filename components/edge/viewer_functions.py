"""Viewer functions that are ready made: pages of folders, and headers of responses."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from components.edge.viewer_function import FILES, ViewerFunctionArgs

# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-function-restrictions-all.html
NAME = r"[a-z0-9!#$%&'*+.^_`|~-]{1,100}"
NOT_ALLOWED = (
    r"(x-accel-|x-amz-cf-|x-amzn-|x-edge-).*|connection|expect|keep-alive|proxy-authenticate"
    r"|proxy-authorization|proxy-connection|trailer|upgrade|x-cache|x-forwarded-proto|x-real-ip"
    r"|content-encoding|content-length|transfer-encoding|via|warning"
)
VALUE = r"[\x20-\x7e]{0,1783}"


def folder_pages_args() -> ViewerFunctionArgs:
    """The pages of a site of several: ``/guide/`` is ``/guide/index.html``, and ``/guide`` leads to
    it (301), with its query. A path whose last part has a dot is a file.
    """
    return ViewerFunctionArgs(code=FILES / "folder_pages.js", description="Pages of folders")


def headers_args(values: Mapping[str, str], *, removed: tuple[str, ...] = ()) -> ViewerFunctionArgs:
    """Responses with these headers, in place of the origin's of the same names, and without those
    that are ``removed``, as ``Server``.

    CloudFront runs no function for responses of 400 and above: what these must have, too, is for
    the ``SecurityHeaders`` of a distribution. Raises ``ValueError`` for a header that no function
    may change.
    """
    lower = {name.lower(): value for name, value in values.items()}
    if len(lower) < len(values) or not (lower or removed):
        raise ValueError("values or removed must name headers, each once")
    for name in (*lower, *(each.lower() for each in removed)):
        if not re.fullmatch(NAME, name) or re.fullmatch(NOT_ALLOWED, name):
            raise ValueError(f"headers must be ones that a function may change, got {name}")
    for name, value in lower.items():
        if not re.fullmatch(VALUE, value):
            raise ValueError(f"the value of {name} must be up to 1,783 characters of ASCII")
    said = json.dumps(lower), json.dumps(sorted(each.lower() for each in removed))
    code = (FILES / "headers.js").read_text(encoding="utf-8")
    return ViewerFunctionArgs(
        code=f"var SET = {said[0]};\nvar REMOVED = {said[1]};\n{code}",
        events=("viewer-response",),
        description="Headers of responses",
    )
