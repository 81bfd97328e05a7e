"""``platform check``: what is missing for a service, with what to do about it."""

from __future__ import annotations

import argparse
import subprocess

from local.checkout import PYTHON, ROOT

HELP = "say in seconds what is missing for a service: card, contracts, tests, pages, ledger"


def options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "service",
        nargs="?",
        choices=folders(),
        metavar="service",
        help="the service; all of them if not given",
    )
    parser.add_argument("--json", action="store_true", help="print JSON")


def folders() -> list[str]:
    """The services that there are, or are being written."""
    return sorted({path.parent.name for path in (ROOT / "services").glob("*/*.py")})


def run(args: argparse.Namespace) -> int:
    # A process of its own: it records the program in memory, which the tests know how to.
    words = [*([args.service] if args.service else []), *(["--json"] if args.json else [])]
    return subprocess.run([str(PYTHON), "-m", "tests.service_check", *words], cwd=ROOT).returncode
