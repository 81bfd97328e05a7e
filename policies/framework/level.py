"""Level: whether a violation of a rule stops a deployment or only warns."""

from __future__ import annotations

from enum import Enum

from policies.framework.pack_settings import current


def is_production(stack: str) -> bool:
    """Whether a stack, as ``prod`` or ``prod-orders``, is one of a stage of production."""
    return stack.partition("-")[0] in current().production


class Level(Enum):
    """How strictly a rule holds."""

    MANDATORY = "mandatory"
    ADVISORY = "advisory"
    MANDATORY_IN_PROD = "mandatory in prod"
    ONLY_IN_PROD = "mandatory in prod, else off"

    def binds(self, stack: str) -> bool:
        """Whether a violation stops a deployment of ``stack``: ``prod`` or ``prod-orders``, say,
        where ``prod`` is a stage of production.
        """
        if self in (Level.MANDATORY_IN_PROD, Level.ONLY_IN_PROD):
            return is_production(stack)
        return self is Level.MANDATORY

    def applies(self, stack: str) -> bool:
        """Whether a rule of this level is judged in ``stack`` at all."""
        return self is not Level.ONLY_IN_PROD or self.binds(stack)
