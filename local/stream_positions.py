"""Stream positions: rewound in what a stopped emulator has saved.

The emulator saves how many records of each stream a mapping has read, and not the records. After
a start the streams are empty, so a mapping would skip as many new changes as it had read before.
"""

from __future__ import annotations

from pathlib import Path

from local import files

POSITIONS = ("dynamodb_stream_positions", "kinesis_positions")


def rewind(state: Path) -> int:
    """Set every position in the saved state to the beginning; returns how many there were."""
    file = state / "lambda.json"
    saved = files.read_json(file) or {}
    payload = saved.get("payload", saved)
    rewound = 0
    for kept in POSITIONS:
        positions = payload.get(kept, {}).get("data", {})
        for mapping, position in positions.items():
            positions[mapping] = {} if isinstance(position, dict) else 0
            rewound += 1
    if rewound:
        files.write_json(file, saved)
    return rewound
