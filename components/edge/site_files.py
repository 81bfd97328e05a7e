"""Site files: what a distributed bucket holds, files of a folder and files that are generated."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws

from components.defaults import Defaults
from components.limits import within
from components.objects.bucket import Bucket

# https://www.iana.org/assignments/media-types/media-types.xhtml
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/vnd.microsoft.icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
# The names of pages and of what is generated do not change with what is in them.
ASKED_FOR_AGAIN = "no-cache"
DAY = 24 * 60 * 60


@dataclass(frozen=True, kw_only=True)
class SiteFilesArgs:
    """Where the files come from, and how long browsers keep them.

    Raises ``ValueError`` for a folder without ``index.html``, a file whose type is unknown, and a
    generated file that the folder has, too.
    """

    bucket: Bucket | aws.s3.Bucket
    """The bucket that a ``Site`` has."""

    folder: Path
    """The files, by their path below it; hidden ones are left out."""

    prefix: str = ""
    """What the keys of the files begin with, as ``api/``: no slash first, one at the end."""

    generated: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    """Texts by the path of their file, as ``config.json``: what is known when the stage is
    deployed, and no secret, for everybody can read it."""

    cache_seconds: int = 300
    """How long browsers and the edge keep a file without asking again, in seconds, 0 to 86,400;
    pages (``.html``) and generated files are asked for again each time, and sent if they have
    changed."""

    defaults: Defaults = Defaults()
    """Stage defaults: tags."""

    def __post_init__(self) -> None:
        within("cache_seconds", self.cache_seconds, (0, DAY), "seconds")
        if self.prefix and not re.fullmatch(r"([\w.-]+/)+", self.prefix):
            raise ValueError(
                f"prefix must be names, each with a slash at its end, got {self.prefix}"
            )
        if not (self.folder / "index.html").is_file():
            raise ValueError(f"folder must have an index.html, got {self.folder}")
        if twice := sorted(self.files.keys() & self.generated.keys()):
            raise ValueError(f"generated must not name files of the folder, got {twice[0]}")
        for path in (*self.files, *self.generated):
            if Path(path).suffix not in TYPES:
                raise ValueError(f"files must end in {', '.join(TYPES)}, got {path}")

    @property
    def files(self) -> dict[str, Path]:
        """The files of the folder, sorted by their path below it."""
        found = sorted(path for path in self.folder.rglob("*") if path.is_file())
        named = {path.relative_to(self.folder): path for path in found}
        return {
            short.as_posix(): path
            for short, path in named.items()
            if not any(part.startswith(".") for part in short.parts)
        }

    def cache_control(self, path: str) -> str:
        """The header ``Cache-Control`` of a file."""
        if path in self.generated or path.endswith(".html"):
            return ASKED_FOR_AGAIN
        return f"max-age={self.cache_seconds}"


class SiteFiles(pulumi.ComponentResource):
    """An object for each file, with its type, and for how long it is kept."""

    objects: dict[str, aws.s3.BucketObjectv2]

    def __init__(
        self, name: str, args: SiteFilesArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:edge:SiteFiles", name, None, opts)
        files: dict[str, pulumi.Input[str] | Path] = {**args.files, **args.generated}
        self.objects = {
            path: self._object(name, args, path, source) for path, source in files.items()
        }
        self.register_outputs({})

    def _object(
        self, name: str, args: SiteFilesArgs, path: str, source: pulumi.Input[str] | Path
    ) -> aws.s3.BucketObjectv2:
        bucket = args.bucket.bucket if isinstance(args.bucket, Bucket) else args.bucket
        content: Any = (
            {"source": pulumi.FileAsset(str(source))}
            if isinstance(source, Path)
            else {"content": source}
        )
        return aws.s3.BucketObjectv2(
            f"{name}-{path}",
            bucket=bucket.id,
            key=f"{args.prefix}{path}",
            content_type=TYPES[Path(path).suffix],
            cache_control=args.cache_control(path),
            tags=args.defaults.tags,
            opts=pulumi.ResourceOptions(parent=self),
            **content,
        )
