"""Geolocation: visitors of some countries get the pages in the folder of their language."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FOLDERS = json.loads(Path(__file__).with_name("constants.json").read_text(encoding="utf-8"))


def handle(event: dict[str, Any], context: object) -> dict[str, Any]:
    request: dict[str, Any] = event["Records"][0]["cf"]["request"]
    found = request["headers"].get("cloudfront-viewer-country", [{"value": ""}])
    request["uri"] = FOLDERS.get(found[0]["value"], "") + request["uri"]
    return request
