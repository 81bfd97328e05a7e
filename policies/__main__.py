"""Serves the policy pack to the engine, from a folder of any name."""

from __future__ import annotations

import gc
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

PACK = Path(__file__).resolve().parent
PACKAGE = "policies"


def import_pack() -> None:
    """Make this folder the package ``policies``, by which name its modules import each other."""
    spec = spec_from_file_location(
        PACKAGE, PACK / "__init__.py", submodule_search_locations=[str(PACK)]
    )
    assert spec
    assert spec.loader
    package = module_from_spec(spec)
    sys.modules[PACKAGE] = package
    spec.loader.exec_module(package)


def main() -> None:
    """Start the pack's server; it runs until the engine ends it."""
    # What is imported stays, and what a stack is made of is kept until it has been judged.
    gc.disable()
    import_pack()
    from policies import RULES
    from policies.framework.engine_policies import policies
    from policies.framework.server import serve

    serve("aws-serverless", policies(RULES))


if __name__ == "__main__":
    main()
