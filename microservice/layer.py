"""Layer: the third-party code that travels with every function of a stage."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi

# Distributions; their versions are those of constraints.txt.
PACKAGES = (
    "aws-lambda-powertools",
    "aws-xray-sdk",
    "jmespath",
    "typing-extensions",
    "wrapt",
)

# The modules that each of them is, which have its name.
MODULES = tuple(name.replace("-", "_") for name in PACKAGES)


@dataclass(frozen=True, kw_only=True)
class ExtraLayer:
    """A layer that some functions of a service have beside the one of the platform, by its ARN, and
    the top names of the modules in it. Without an ARN the modules are there already: the emulator
    may bring a package that it needs itself.
    """

    arn: pulumi.Input[str] | None
    modules: tuple[str, ...]
