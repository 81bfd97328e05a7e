"""Event input: what a rule makes of an event before its target gets it (input transformer)."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

import pulumi_aws as aws


def check(paths: Mapping[str, str]) -> None:
    """Raise ``ValueError`` for a key or a path that EventBridge does not take."""
    for key, path in paths.items():
        # EventBridge reserves names that begin with AWS.
        if not re.fullmatch(r"(?!aws)[A-Za-z][A-Za-z0-9_-]*", key, re.ASCII | re.IGNORECASE):
            raise ValueError(f"input must be named by letters and digits, got {key}")
        if not re.fullmatch(r"\$(\.[A-Za-z0-9_-]+)+", path):
            raise ValueError(f"input {key} must be a path as $.detail.data, got {path}")


def transformer(paths: Mapping[str, str]) -> aws.cloudwatch.EventTargetInputTransformerArgs | None:
    """The input transformer of a target, None for the whole event; EventBridge itself puts quotes
    around a value that is a string.
    """
    if not paths:
        return None
    places = ", ".join(f"{json.dumps(key)}: <{key}>" for key in paths)
    return aws.cloudwatch.EventTargetInputTransformerArgs(
        input_paths=dict(paths), input_template=f"{{{places}}}"
    )
