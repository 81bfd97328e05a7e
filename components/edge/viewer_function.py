"""Viewer function: a CloudFront Function in JavaScript, which changes requests or responses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pulumi
import pulumi_aws as aws

from components.defaults import Defaults
from components.limits import within

FILES = Path(__file__).parent / "functions"
RUNTIME = "cloudfront-js-2.0"

# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html
LARGEST = 10 * 1024

# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-javascript-runtime-20.html
MISSING = r"\b(eval|Function|setTimeout|setInterval|setImmediate|fetch|XMLHttpRequest)\s*\("
# The modules that it has: crypto, querystring and buffer.
REQUIRED = r"\brequire\s*\(\s*(?!['\"](crypto|querystring|buffer)['\"])"

Event = Literal["viewer-request", "viewer-response"]


@dataclass(frozen=True, kw_only=True)
class ViewerFunctionArgs:
    """The code and when it runs.

    Raises ``ValueError`` for code of more than 10 KB, without ``handler``, or with a call that the
    runtime has not.
    """

    code: Path | str
    """A function ``handler(event)``: a JavaScript file as ``Path``, or the text itself."""

    events: tuple[Event, ...] = ("viewer-request",)
    """When it runs: before a request is looked up in the cache, before a response is sent, or
    both."""

    description: str = ""
    """What it is for, as the console shows it."""

    defaults: Defaults = Defaults()
    """Stage defaults: tags."""

    def __post_init__(self) -> None:
        if (size := len(self.text.encode())) > LARGEST:
            raise ValueError(f"code must have {LARGEST:,} bytes at most, got {size:,}")
        if not re.search(r"\bfunction\s+handler\s*\(", self.text):
            raise ValueError("code must have a function handler(event), got none")
        if found := re.search(MISSING, self.text):
            raise ValueError(f"code must not call {found[1]}, which {RUNTIME} has not")
        if re.search(REQUIRED, self.text):
            raise ValueError("code must require crypto, querystring or buffer, got another module")
        if not self.events or len({*self.events}) != len(self.events):
            raise ValueError(f"events must be different ones, one or two, got {self.events}")

    @property
    def text(self) -> str:
        """The JavaScript."""
        return self.code if isinstance(self.code, str) else self.code.read_text(encoding="utf-8")


def variant_args(share_percent: int = 50) -> ViewerFunctionArgs:
    """An A/B test of ``/index.html``: this share of new visitors, 0 to 100 percent, gets
    ``/index-b.html``; a cookie keeps each visitor's variant for 30 days.
    """
    within("share_percent", share_percent, (0, 100), "percent")
    code = (FILES / "variant.js").read_text(encoding="utf-8")
    return ViewerFunctionArgs(
        code=f"var SHARE = {share_percent};\n{code}",
        events=("viewer-request", "viewer-response"),
        description="A/B test by cookie",
    )


def single_page_args() -> ViewerFunctionArgs:
    """The page of a single-page site for every path that is no file."""
    return ViewerFunctionArgs(code=FILES / "single_page.js", description="Paths of a single page")


class ViewerFunction(pulumi.ComponentResource):
    """A published CloudFront Function; ``Site`` and ``Api`` take it in ``functions``."""

    arn: pulumi.Output[str]
    events: tuple[Event, ...]
    function: aws.cloudfront.Function

    def __init__(
        self, name: str, args: ViewerFunctionArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:edge:ViewerFunction", name, None, opts)
        self.function = aws.cloudfront.Function(
            f"{name}-function",
            code=args.text,
            runtime=RUNTIME,
            publish=True,
            comment=args.description or None,
            tags=args.defaults.tags,
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.arn, self.events = self.function.arn, args.events
        self.register_outputs({"arn": self.arn})

    def associations(self) -> list[Mapping[str, pulumi.Input[str]]]:
        """What a behaviour says of it, one for each event."""
        return [{"event_type": event, "function_arn": self.arn} for event in self.events]
