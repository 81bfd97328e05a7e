"""Schema registry: the JSON Schemas of the events on a bus, for people and code generators."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.defaults import Defaults
from components.document import document

# The only JSON Schema that the registry takes:
# https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-schema.html
DRAFT = "http://json-schema.org/draft-04/schema#"


@dataclass(frozen=True, kw_only=True)
class SchemaRegistryArgs:
    """The registry's name and its schemas."""

    name: str
    """The physical name: 1 to 64 letters, digits or any of ``_ . @ -``, not beginning with aws."""

    schemas: Mapping[str, Mapping[str, Any]]
    """JSON Schemas of draft 4 by name, as ``orders@OrderPlaced``; a name has 1 to 385 letters,
    digits or any of ``_ . @ -``."""

    description: str = ""
    """What the registry describes."""

    defaults: Defaults = Defaults()
    """The stage defaults: tags."""

    def __post_init__(self) -> None:
        if not re.fullmatch(r"(?!aws)[0-9A-Za-z_.@-]{1,64}", self.name, re.ASCII | re.IGNORECASE):
            raise ValueError(
                "name must be 1 to 64 letters, digits or any of _ . @ -, and not begin with aws, "
                f"got {self.name}"
            )
        for event, schema in self.schemas.items():
            if not re.fullmatch(r"[0-9A-Za-z_.@-]{1,385}", event, re.ASCII):
                raise ValueError(
                    f"a schema's name must be letters, digits or any of _ . @ -, got {event}"
                )
            if schema.get("$schema", DRAFT) != DRAFT:
                raise ValueError(f"schema {event} must be of {DRAFT}, got {schema['$schema']}")


class SchemaRegistry(pulumi.ComponentResource):
    """A registry with one schema an event; a changed schema becomes a new version, and the older
    versions stay readable.
    """

    name: pulumi.Output[str]
    registry: aws.schemas.Registry
    schemas: Mapping[str, aws.schemas.Schema]

    def __init__(
        self, name: str, args: SchemaRegistryArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:messaging:SchemaRegistry", name, None, opts)
        child = pulumi.ResourceOptions(parent=self)

        registry = self.registry = aws.schemas.Registry(
            f"{name}-registry",
            name=args.name,
            description=args.description or None,
            tags=args.defaults.tags,
            opts=child,
        )
        self.schemas = {
            event: aws.schemas.Schema(
                f"{name}-{event.replace('@', '-')}",
                name=event,
                registry_name=registry.name,
                type="JSONSchemaDraft4",
                content=document({"$schema": DRAFT, **schema}),
                tags=args.defaults.tags,
                opts=child,
            )
            for event, schema in args.schemas.items()
        }

        self.name = registry.name
        self.register_outputs({"name": self.name})
