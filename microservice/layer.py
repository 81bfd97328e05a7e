"""Layer: the third-party code that travels with every function of a stage."""

from __future__ import annotations

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
