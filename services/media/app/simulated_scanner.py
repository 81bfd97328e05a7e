"""A simulated scanner: finds nothing but the test file that every scanner finds.

https://www.eicar.org/download-anti-malware-testfile/
"""

from __future__ import annotations

from services.media.app import files
from services.media.app.domain import Upload, media_of

# In two parts, so that no scanner finds it in this file.
TEST_FILE = b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE"
NAME = "EICAR-Test-File"


class SimulatedScanner:
    """Reads the whole upload and looks for the test file in it."""

    def scan(self, key: str, upload: Upload) -> str | None:
        content = files.upload(media_of(upload.key), upload.etag)
        return NAME if TEST_FILE in content else None
