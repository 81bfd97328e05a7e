"""Accessibility: what axe-core finds on a page in a browser, at each width and in both schemes."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from selenium.webdriver import Chrome

from tests.aws.node_packages import package

WIDTHS = (390, 900, 1440)
SCHEMES = ("light", "dark")
HEIGHT = 1000
MOST_PIXELS = 4000
SERIOUS = ("serious", "critical")
RUN = """
const done = arguments[0];
axe.run({preload: false}).then(({violations}) => done(violations));
"""
TOO_WIDE = """
const width = document.documentElement.clientWidth;
if (document.documentElement.scrollWidth <= width) return [];
return [...document.querySelectorAll("body *")].filter(
  (element) => element.getBoundingClientRect().right > width).map(
  ({localName, id}) => `${localName} ${id}`);
"""


def views(visitor: Chrome, folder: Path) -> Iterator[str]:
    """Show the page at each width in each scheme, and keep a picture of each."""
    for scheme in SCHEMES:
        media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
        visitor.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
        for width in WIDTHS:
            size = {"width": width, "height": HEIGHT, "deviceScaleFactor": 1, "mobile": False}
            visitor.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
            pictured(visitor, folder / f"{scheme}-{width}.png", width)
            yield f"{scheme} at {width}"


def pictured(visitor: Chrome, file: Path, width: int) -> None:
    """The whole page as a picture, not only what is in view."""
    height = visitor.execute_script("return document.documentElement.scrollHeight")
    clip = {"x": 0, "y": 0, "width": width, "height": min(height, MOST_PIXELS), "scale": 1}
    asked = {"captureBeyondViewport": True, "clip": clip}
    taken = visitor.execute_cdp_cmd("Page.captureScreenshot", asked)
    file.write_bytes(base64.b64decode(taken["data"]))


def serious(visitor: Chrome) -> list[str]:
    """What axe finds that is serious or critical: rule and element."""
    if not visitor.execute_script("return 'axe' in window"):
        visitor.execute_script((package("axe-core") / "axe.min.js").read_text("utf-8"))
    found: list[dict[str, Any]] = visitor.execute_async_script(RUN)
    return [
        f"{each['id']}: {node['target']}"
        for each in found
        if each["impact"] in SERIOUS
        for node in each["nodes"]
    ]


def too_wide(visitor: Chrome) -> list[str]:
    """The elements that make the page wider than the window; empty if it is not."""
    found: list[str] = visitor.execute_script(TOO_WIDE)
    return [f"too wide: {each}" for each in found]
