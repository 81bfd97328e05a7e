"""Document: JSON text with outputs of resources in it, such as a policy or a dashboard."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import pulumi


def document(content: Any) -> pulumi.Input[str]:
    """The content as JSON text, known as soon as the outputs in it are.

    ``pulumi.Output.json_dumps`` makes an output of every literal as well: of a dashboard a
    thousand, each with its task, and a third of all outputs of a stage.
    """
    outputs = list(_outputs(content))
    if not outputs:
        return json.dumps(content)
    return pulumi.Output.all(*outputs).apply(partial(dumped, content))


def dumped(content: Any, values: Sequence[Any]) -> str:
    """The content with these values in place of its outputs, in their order, as JSON text."""
    return json.dumps(_filled(content, iter(values)))


def _outputs(content: Any) -> Iterator[pulumi.Output[Any]]:
    if isinstance(content, pulumi.Output):
        yield content
    elif isinstance(content, Mapping):
        for part in content.values():
            yield from _outputs(part)
    elif isinstance(content, list | tuple):
        for part in content:
            yield from _outputs(part)


def _filled(content: Any, values: Iterator[Any]) -> Any:
    if isinstance(content, pulumi.Output):
        return next(values)
    if isinstance(content, Mapping):
        return {key: _filled(part, values) for key, part in content.items()}
    if isinstance(content, list | tuple):
        return [_filled(part, values) for part in content]
    return content
