"""State only: resource types that the emulator has nothing of; what a program says is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from local.provider.cloud import Cloud
from local.provider.resource import Naming, ResourceType
from local.provider.wire import Props


def state_only(
    token: str,
    *,
    outputs: Callable[[Cloud, str], Props],
    names: Iterable[str],
    naming: Naming,
    required: str = "",
    taggable: bool = False,
    regional: bool = True,
) -> ResourceType:
    """A type that is created, compared and deleted without a call; its id is its name.

    ``outputs`` are what reading gives besides the name, which are called ``names``. All other
    properties are those of ``unsupported.UNSUPPORTED``, with the reasons.
    """
    return ResourceType(
        token=token,
        inputs=frozenset({naming.property}),
        outputs=frozenset(names),
        required=frozenset(required.split()),
        replace_on=frozenset({naming.property}),
        naming=naming,
        taggable=taggable,
        regional=regional,
        create=lambda cloud, props: str(props[naming.property]),
        read=lambda cloud, name, props: {naming.property: name, **outputs(cloud, name)},
        update=lambda cloud, name, change: None,
        delete=lambda cloud, name, props: None,
    )
