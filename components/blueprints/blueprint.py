"""Blueprint: the parts of one architecture; what it is better without is refused as it is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

import pulumi

from components.blueprints.audit import WORDS, audit, refused
from components.blueprints.pattern import Pattern, Status
from components.blueprints.services import Service, services_of


@dataclass(frozen=True, kw_only=True)
class BlueprintArgs:
    """Raises ``ValueError`` for a reason of less than three words or that nothing needs, and for
    numbers below 1.
    """

    pattern: Pattern
    """``SIMPLE_REST``, ``WEB_SOCKET``, ``FAN_OUT``, ``WORKFLOW`` or ``MICROSERVICES`` of
    ``components.blueprints.patterns``, or one of your own."""

    reasons: Mapping[Service, str] = field(default_factory=dict)
    """Why a service is there that this architecture usually has not."""

    people: int | None = None
    """How many people maintain the program. Fewer than the architecture is worth its parts for are
    a warning; not looked at if not given."""

    business_functions: int | None = None
    """How many things a user can do with it, as routes and jobs; likewise."""

    def __post_init__(self) -> None:
        for name, given in (
            ("people", self.people),
            ("business_functions", self.business_functions),
        ):
            if given is not None and given < 1:
                raise ValueError(f"{name} must be 1 or more, got {given}")
        usual = {
            service for entry in self.pattern.of(Status.NEEDS_REASON) for service in entry.services
        }
        for service, reason in self.reasons.items():
            if service not in usual:
                raise ValueError(
                    f"reasons must be for {', '.join(sorted(usual)) or 'nothing'} in a "
                    f"{self.pattern.name}, got {service}"
                )
            if len(reason.split()) < WORDS:
                raise ValueError(f"reasons: {service} needs {WORDS} words, got {reason!r}")


@dataclass(frozen=True)
class _Made:
    """A resource that was registered below the blueprint."""

    type: str
    name: str
    inputs: Mapping[str, Any]


class Blueprint(pulumi.ComponentResource):
    """The parent of all parts: ``with Blueprint(...) as app`` and ``parent=app`` for each.

    A resource of an excluded service raises ``ValueError`` that names it and says why, when it is
    made; the end of the block raises for required services that are missing. Recommended ones that
    are absent are warnings.
    """

    def __init__(
        self, name: str, args: BlueprintArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        checked = pulumi.ResourceOptions(transformations=[self._check])
        self.args = args
        self.made: list[_Made] = []
        self._named = name
        super().__init__(
            "platform:blueprints:Blueprint",
            name,
            opts=pulumi.ResourceOptions.merge(opts, checked),
        )

    def __enter__(self) -> Blueprint:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            self._complete()
        self.register_outputs({"pattern": self.args.pattern.name})

    def _check(self, made: pulumi.ResourceTransformationArgs) -> None:
        for service in sorted(services_of(made.type_, made.props)):
            entry = refused(self.args.pattern, service, self.args.reasons)
            if entry is not None:
                reason = " unless reasons say why" if entry.status is Status.NEEDS_REASON else ""
                raise ValueError(
                    f"{self._named} must have no {service}{reason}: it is a "
                    f"{self.args.pattern.name}, and {entry.why}; got {made.name} ({made.type_})"
                )
        self.made.append(_Made(made.type_, made.name, made.props))

    def _complete(self) -> None:
        found = audit(self.args.pattern, self.made, self.args.reasons)
        missing = [f"{each.service} ({each.why})" for each in found if each.outcome == "missing"]
        if missing:
            raise ValueError(
                f"{self._named} must have {', '.join(missing)}: it is a {self.args.pattern.name}"
            )
        pattern = self.args.pattern
        for small in pattern.too_small(self.args.people, self.args.business_functions):
            pulumi.log.warn(
                f"{self._named}: {small} for {pattern.name}: begin with simple REST, or with one "
                "program in modules",
                self,
            )
        for each in found:
            pulumi.log.info(f"{self._named}: consider {each.service}: {each.why}", self)
