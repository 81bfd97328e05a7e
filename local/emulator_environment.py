"""Emulator environment: the variables of the emulator, which every function on it can read, too.

Of the caller's own environment it gets what a program needs to run and to reach the network, by
name: no token, key or password that the caller has set for other programs.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

# What it keeps on disk, in folders of these names.
PARTS = ("state", "s3", "tmp")

PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
CERTIFICATES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE")
# A Python that was not installed by the system may find its libraries by these only.
LIBRARIES = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")

PASSED_ON = frozenset(
    {
        "PATH",
        "LANG",
        "LC_ALL",
        "LC_CTYPE",
        "TZ",
        *LIBRARIES,
        *CERTIFICATES,
        *PROXIES,
        *(name.lower() for name in PROXIES),
    }
)

SETTINGS = {
    "BIND_HOST": "127.0.0.1",
    # A missing grant is to fail here, not in production.
    "AUTH": "true",
    "IOT_MTLS_ENABLED": "0",
    "SFTP_ENABLED": "0",
    "PERSIST_STATE": "1",
    "S3_PERSIST": "1",
    # An idle function's process is 23 MB; a burst may leave hundreds of them.
    "LAMBDA_WARM_TTL_SECONDS": "60",
    "LOG_LEVEL": "WARNING",
}


def environment(
    caller: Mapping[str, str], folder: Path, port: int, wait_scale: float
) -> dict[str, str]:
    """The variables of an emulator that keeps its data in ``folder`` and listens on ``port``."""
    return {
        **{name: value for name, value in caller.items() if name in PASSED_ON},
        **SETTINGS,
        "GATEWAY_PORT": str(port),
        "SFN_WAIT_SCALE": str(wait_scale),
        "STATE_DIR": str(folder / "state"),
        "S3_DATA_DIR": str(folder / "s3"),
        "TMPDIR": str(folder / "tmp"),
        # Not the caller's, where files such as .aws/credentials are found by default.
        "HOME": str(folder / "tmp"),
    }
