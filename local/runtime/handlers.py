"""Finds the handler by its name, and says what is wrong with it in AWS's words."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

Handler = Callable[[Any, Any], Any]


class RuntimeFault(Exception):
    """The runtime's own complaint; ``kind`` is the error type that AWS reports."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


def handler_named(name: str) -> Handler:
    """The function behind ``path/to/file.function`` or ``package.module.function``."""
    module, _, function = name.rpartition(".")
    if not module:
        raise RuntimeFault("Runtime.MalformedHandlerName", f"Bad handler '{name}': no module named")
    try:
        found = import_module(module.replace("/", "."))
    except ImportError as error:
        raise RuntimeFault(
            "Runtime.ImportModuleError", f"Unable to import module '{module}': {error}"
        ) from error
    except SyntaxError as error:
        raise RuntimeFault(
            "Runtime.UserCodeSyntaxError", f"Syntax error in module '{module}': {error}"
        ) from error
    handler: Handler | None = getattr(found, function, None)
    if handler is None:
        raise RuntimeFault(
            "Runtime.HandlerNotFound", f"Handler '{function}' missing on module '{module}'"
        )
    return handler
