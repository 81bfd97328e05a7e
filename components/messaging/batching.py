"""Batching: the batch size, batching window and filters of an event source mapping."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi_aws as aws

from components.document import document
from components.limits import within

# The limits of event source mappings:
# https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
BATCH_SIZE = (1, 10_000)
WINDOW_SECONDS = (0, 300)
MAX_FILTERS = 5


def check(batch_size: int, window_seconds: int, filters: Sequence[Mapping[str, Any]]) -> None:
    """Raise ``ValueError`` for what no event source mapping may have."""
    within("batch_size", batch_size, BATCH_SIZE)
    within("batching_window_seconds", window_seconds, WINDOW_SECONDS)
    if len(filters) > MAX_FILTERS:
        raise ValueError(f"filters must be at most {MAX_FILTERS} patterns, got {len(filters)}")
    if not all(filters):
        raise ValueError("each of filters must name at least one field; an empty one matches all")


def criteria(
    filters: Sequence[Mapping[str, Any]],
) -> aws.lambda_.EventSourceMappingFilterCriteriaArgs | None:
    """The filter criteria of a mapping; a record that matches none of them is dropped for good."""
    if not filters:
        return None
    return aws.lambda_.EventSourceMappingFilterCriteriaArgs(
        filters=[
            aws.lambda_.EventSourceMappingFilterCriteriaFilterArgs(pattern=document(each))
            for each in filters
        ]
    )
