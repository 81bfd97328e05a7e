"""Analyzer: answers the engine as the SDK does, with one conversion of each resource, and asks of
a resource only the policies about its type.

The SDK's own servicer converts a resource again for every policy, and asks all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

import grpc
from google.protobuf import json_format
from pulumi.runtime import proto
from pulumi_policy import (
    EnforcementLevel,
    Policy,
    ResourceValidationArgs,
    StackValidationArgs,
    StackValidationPolicy,
)
from pulumi_policy.policy import _NotApplicableError, _PolicyAnalyzerServicer

from policies.framework import configuration, pack_settings, wire
from policies.framework.engine_policies import OfTypes
from policies.framework.resource import Resource

# The release of the SDK that this servicer is written for; policies/requirements.txt pins it.
SDK_VERSION = "1.21.0"

# Makes what a policy is asked with, from the policy's configuration.
Ask: TypeAlias = Callable[[Any], Any]


class Analyzer(_PolicyAnalyzerServicer):
    """The SDK's servicer: it keeps names, levels, configuration and reports.

    It serves policies of this pack: each validates at once, and asks for no value that is unknown.
    """

    def __init__(self, name: str, version: str, policies: list[Policy], *settings: Any) -> None:
        super().__init__(name, version, policies, *settings)
        self._policies = policies
        self._parents = [each.parents for each in policies if isinstance(each, OfTypes)][:1]
        self._about: dict[str, list[OfTypes]] = {}
        # Whether a policy is configured to; none does by itself.
        self.remediates = False

    def Configure(self, request: Any, context: Any) -> Any:  # noqa: N802
        """Take the configuration, or refuse it: a key that nothing reads, and what accepts more
        than the pack does without a reason.
        """
        given = {
            name: (
                self._convert_enforcement_level(each.enforcementLevel),
                json_format.MessageToDict(each.properties),
            )
            for name, each in request.policyConfig.items()
        }
        try:
            pack_settings.use(configuration.read(self._policies, given))
        except ValueError as wrong:
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, f"policy configuration: {wrong}")
        done = super().Configure(request, context)  # type: ignore[no-untyped-call]
        levels = map(self._get_enforcement_level, self._policies)
        self.remediates = EnforcementLevel.REMEDIATE in levels
        return done

    def Analyze(self, request: Any, _context: Any) -> Any:  # noqa: N802  (the protocol's name)
        """Ask the policies that look at a resource alone."""
        for parents in self._parents:
            parents[request.urn] = request.options.parent
        # No policy of the pack asks for the provider.
        shown = (
            request.type,
            wire.properties(request.properties),
            request.urn,
            request.name,
            self._get_resource_options(request),
            None,
        )
        return self._answer(
            self._policies_about(request.type),
            lambda config: ResourceValidationArgs(*shown, config),
        )

    def AnalyzeStack(self, request: Any, _context: Any) -> Any:  # noqa: N802
        """Ask the policies that look at all resources of a stack."""
        urns = {each.urn for each in request.resources}
        resources: list[Any] = [_resource(each, urns) for each in request.resources]
        of_stacks = [each for each in self._policies if isinstance(each, StackValidationPolicy)]
        return self._answer(of_stacks, lambda config: StackValidationArgs(resources, config))

    def Remediate(self, request: Any, context: Any) -> Any:  # noqa: N802
        """The engine asks for each resource; there is nothing to answer unless it is configured."""
        if self.remediates:
            return super().Remediate(request, context)  # type: ignore[no-untyped-call]
        return proto.RemediateResponse()

    def _policies_about(self, kind: str) -> list[OfTypes]:
        """The policies that judge a resource of a type alone, found once for each type."""
        if kind not in self._about:
            self._about[kind] = [
                each
                for each in self._policies
                if isinstance(each, OfTypes) and (not each.types or kind in each.types)
            ]
        return self._about[kind]

    def _answer(self, asked: Iterable[OfTypes | StackValidationPolicy], ask: Ask) -> Any:
        response = proto.AnalyzeResponse()
        for each in asked:
            level = self._get_enforcement_level(each)
            if level is EnforcementLevel.DISABLED:
                continue
            if level is EnforcementLevel.REMEDIATE:
                level = EnforcementLevel.MANDATORY
            report = self._create_report_violation(
                response, each.name, each.description, level, each.severity
            )
            try:
                each.validate(ask(self._get_policy_config(each.name)), report)
            except _NotApplicableError as reason:
                response.not_applicable.add(policy_name=each.name, reason=reason.reason or "")
        return response


def _resource(given: Any, known: set[str]) -> Resource:
    """A resource of a complete stack, with what it has to do with those that are ``known``."""
    return Resource(
        type=given.type,
        name=given.name,
        urn=given.urn,
        properties=wire.properties(given.properties),
        property_dependencies={
            key: tuple(urn for urn in found.urns if urn in known)
            for key, found in given.propertyDependencies.items()
        },
        dependencies=tuple(urn for urn in given.dependencies if urn in known),
        parent=given.parent if given.parent in known else "",
    )
