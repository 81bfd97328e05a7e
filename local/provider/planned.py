"""Planned only: resource types that a preview knows and no emulator makes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

from local.provider.cloud import Cloud
from local.provider.errors import ProviderError
from local.provider.resource import Naming, ResourceType
from local.provider.wire import Props


def planned_only(
    token: str,
    *,
    why: str,
    inputs: str,
    outputs: str = "",
    required: str = "",
    replace_on: str = "",
    naming: Naming | None = None,
    blocks: Mapping[str, frozenset[str]] | None = None,
    documents: frozenset[str] = frozenset(),
    defaults: Mapping[str, Any] | None = None,
) -> ResourceType:
    """A type whose properties are given as words of a text; ``why`` says what the emulator lacks.

    Its creation is an error, so that no other call is ever made.
    """

    def refuse(cloud: Cloud, props: Props) -> NoReturn:
        raise ProviderError(f"{why}; it is planned only, and made on AWS")

    given = frozenset(inputs.split())
    return ResourceType(
        token=token,
        inputs=given - {"tags"},
        outputs=frozenset(outputs.split()),
        required=frozenset(required.split()),
        replace_on=frozenset(replace_on.split()),
        naming=naming,
        blocks=blocks or {},
        documents=documents,
        defaults=defaults or {},
        taggable="tags" in given,
        planned_only=why,
        create=refuse,
        read=lambda cloud, made, props: None,
        update=lambda cloud, made, change: None,
        delete=lambda cloud, made, props: None,
    )
