"""The resource types of AWS, by the modules and classes of pulumi-aws, without importing it.

The pack needs their type tokens alone, and importing the classes would take most of the time of a
preview with the pack: 0.8 s.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pulumi_aws import *  # noqa: F403


class Module:
    """A module of pulumi-aws: each attribute is a class with the type token of that name."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> type:
        token = f"aws:{self._name}/{name[0].lower()}{name[1:]}:{name}"
        made = type(name, (), {"pulumi_type": token})
        setattr(self, name, made)
        return made


@cache
def __getattr__(name: str) -> Module:
    """What rules import: ``from policies.framework.aws import sqs``."""
    if name.startswith("__"):
        raise AttributeError(name)
    return Module(name.rstrip("_"))
