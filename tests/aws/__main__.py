"""``python -m tests.aws``: asks every oracle and writes the table; with ``--json`` as JSON."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

from tests.aws.oracles import ORACLES, Row, asked


def table(rows: list[Row]) -> str:
    """The rows as a table of Markdown, and below it what was found."""
    lines = ["| oracle | source | checked | mistake | caught | findings |", "|" + " --- |" * 6]
    for row in rows:
        caught = "yes" if row.caught else "no"
        cells = (row.oracle, row.source, row.checked, row.mistake, caught, len(row.findings))
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join([*lines, *(finding for row in rows for finding in row.findings)])


def main(arguments: list[str]) -> int:
    rows = [asked(oracle) for oracle in ORACLES]
    print(json.dumps([asdict(row) for row in rows]) if "--json" in arguments else table(rows))
    return int(any(row.findings or not row.caught for row in rows))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
