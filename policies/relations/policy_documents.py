"""Policy documents: the statements of IAM and resource policies, and what they allow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import Any

from policies.framework.graph import document
from policies.framework.resource import UNKNOWN

# The condition key that names the resource on whose behalf a service calls.
SOURCE_ARN = "aws:sourcearn"

# The condition key that says whether a request came over TLS.
SECURE_TRANSPORT = "aws:securetransport"

# So many actions of a statement are named in a message.
NAMED = 3

# As many documents as a large stack has; equal ones are read once.
KEPT = 8192


@dataclass(frozen=True, kw_only=True)
class Statement:
    """One statement; ``principals`` are pairs of a kind (``Service``, ``AWS``) and a value, ``*``
    of the kind ``*`` for everyone.
    """

    allows: bool
    actions: tuple[str, ...] = ()
    not_actions: tuple[str, ...] = ()
    resources: tuple[str, ...] = ()
    not_resources: tuple[str, ...] = ()
    principals: tuple[tuple[str, str], ...] = ()
    conditions: tuple[tuple[str, str, tuple[str, ...]], ...] = field(default=())

    def has_action(self, action: str) -> bool:
        """Whether it is about an action, given in full (``sqs:SendMessage``)."""
        if self.not_actions:
            return not any(like(action, each) for each in self.not_actions)
        return any(like(action, each) for each in self.actions)

    def has_resource(self, arn: str) -> bool:
        """Whether it is about a resource, or about something in it (``<arn>/index/*``)."""
        if self.not_resources:
            return not any(fnmatchcase(arn, each) for each in self.not_resources)
        return not self.resources or any(
            fnmatchcase(arn, each) or each.startswith((f"{arn}/", f"{arn}:"))
            for each in self.resources
        )

    @property
    def calls(self) -> str:
        """The first of its actions, for a message."""
        return ", ".join(self.actions[:NAMED]) or "what it does not exclude"

    def has_service(self, service: str) -> bool:
        """Whether its principal is an AWS service, or everyone."""
        return ("Service", service) in self.principals or self.is_for_everyone

    @property
    def is_for_everyone(self) -> bool:
        """Whether its principal is everyone, in any of the ways to write it."""
        return any(value == "*" for kind, value in self.principals if kind in ("*", "AWS"))

    @property
    def refuses_plain(self) -> bool:
        """Whether it refuses every caller what it is about, when the request comes without TLS."""
        plain = any(
            operator in ("Bool", "BoolIfExists")
            and key.lower() == SECURE_TRANSPORT
            and [value.lower() for value in values] == ["false"]
            for operator, key, values in self.conditions
        )
        alone = len(self.conditions) == 1
        return not self.allows and self.is_for_everyone and plain and alone

    def accepts_source(self, arn: str | None) -> bool:
        """Whether its conditions let a service call on behalf of a resource; any that is not known
        is accepted.
        """
        wanted = [values for _, key, values in self.conditions if key.lower() == SOURCE_ARN]
        return arn is None or all(any(fnmatchcase(arn, each) for each in one) for one in wanted)


def statements(policy: Any) -> tuple[Statement, ...] | None:
    """The statements of a document, given as text or as an object; None while it is not known."""
    if policy is UNKNOWN:
        return None
    if isinstance(policy, str):
        return _of_text(policy)
    return _read(policy) if isinstance(policy, Mapping) else ()


def known_statements(policy: Any) -> tuple[Statement, ...]:
    """The statements of a document; none while it is not known."""
    return statements(policy) or ()


def service_may(
    found: Iterable[Statement], service: str, action: str, source_arn: str | None
) -> bool:
    """Whether a resource policy lets a service act on behalf of one source."""
    about = [one for one in found if one.has_action(action) and one.has_service(service)]
    if any(not one.allows and not one.conditions for one in about):
        return False
    return any(one.allows and one.accepts_source(source_arn) for one in about)


def refuse_plain(found: Iterable[Statement], *actions: str) -> bool:
    """Whether a resource policy refuses each of the actions in a request without TLS."""
    refusing = [one for one in found if one.refuses_plain]
    return all(any(one.has_action(action) for one in refusing) for action in actions)


def like(action: str, pattern: str) -> bool:
    """Whether a pattern of a policy, with any case and wildcards, names an action."""
    return fnmatchcase(action.lower(), pattern.lower())


@lru_cache(maxsize=KEPT)
def _of_text(text: str) -> tuple[Statement, ...]:
    return _read(document(text))


def _read(content: Mapping[str, Any]) -> tuple[Statement, ...]:
    given = content.get("Statement", content.get("statements", ()))
    return tuple(_statement(each) for each in _list(given) if isinstance(each, Mapping))


def _statement(given: Mapping[str, Any]) -> Statement:
    return Statement(
        allows=given.get("Effect") == "Allow",
        actions=_texts(given.get("Action")),
        not_actions=_texts(given.get("NotAction")),
        resources=_texts(given.get("Resource")),
        not_resources=_texts(given.get("NotResource")),
        principals=tuple(_principals(given.get("Principal"))),
        conditions=tuple(
            (operator, key, _texts(values))
            for operator, keys in (given.get("Condition") or {}).items()
            for key, values in keys.items()
        ),
    )


def _principals(given: Any) -> Sequence[tuple[str, str]]:
    if isinstance(given, Mapping):
        return [(kind, value) for kind, values in given.items() for value in _texts(values)]
    return [("*", value) for value in _texts(given)]


def _list(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else () if value is None else (value,)


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(str(each) for each in _list(value))
