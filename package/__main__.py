"""Serves the package to the engine; ``pulumi package add`` and programs start it."""

import sys
from pathlib import Path

# The engine runs the package from its own folder; what it wraps lies beside it.
sys.path[0] = str(Path(__file__).resolve().parents[1])

from pulumi.provider.experimental import component_provider_host

from package import NAME, VERSION
from package.catalogue import COMPONENTS

component_provider_host(name=NAME, version=VERSION, components=COMPONENTS)
