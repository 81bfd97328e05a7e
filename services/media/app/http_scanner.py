"""A scanner behind an HTTP API: ``POST /scans``.

It has ``reference``, ``etag`` and ``url``, at which the scanner reads the upload for 15 minutes. It
is answered 200 with ``verdict`` ``clean``, or 422 with the ``reason``: the name of what was found.
Another API takes another adapter: this one shows what it has to do.
"""

from __future__ import annotations

from dataclasses import dataclass

from runtime.clients.external import ExternalService, UnexpectedAnswer
from runtime.clients.presigned import read_url
from services.media.app.domain import Upload


@dataclass(frozen=True)
class HttpScanner:
    """The upload goes from S3 to the scanner, not through this function."""

    service: ExternalService

    def scan(self, key: str, upload: Upload) -> str | None:
        body = {
            "reference": upload.key,
            "etag": upload.etag,
            "url": read_url(upload.bucket, upload.key),
        }
        answer = self.service.post("/scans", f"scan-{key}", body)
        if answer.is_declined:
            return answer.text("reason", self.service.name)
        if (verdict := answer.text("verdict", self.service.name)) != "clean":
            raise UnexpectedAnswer(f"{self.service.name} answers with the verdict {verdict}")
        return None
