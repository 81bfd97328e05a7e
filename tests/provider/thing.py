"""A resource type of the tests' own, on a shelf instead of a cloud."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from botocore.exceptions import ClientError

from local.provider.cloud import Cloud
from local.provider.journal import Journal
from local.provider.lifecycle import Life
from local.provider.naming import Autonaming
from local.provider.resource import Change, Naming, ResourceType
from local.provider.wire import Props

TOKEN = "aws:test/thing:Thing"
URN = f"urn:pulumi:local::demo::{TOKEN}::box"
ENGINE = Autonaming(logical_name="box", seed=b"seed")
CLOUD = Cloud(region="eu-west-1", endpoints={"sqs": "http://127.0.0.1:1"})


def refused(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "because"}}, "MakeThing")


@dataclass
class Shelf:
    """Everything that exists; ``breaks`` names the step that fails."""

    things: dict[str, Props] = field(default_factory=dict)
    breaks: str = ""

    def step(self, name: str) -> None:
        if self.breaks == name:
            raise refused("LimitExceeded")

    def create(self, cloud: Cloud, props: Props) -> str:
        self.step("create")
        if props["name"] in self.things:
            raise refused("AlreadyExists")
        self.things[props["name"]] = dict(props)
        return str(props["name"])

    def settle(self, cloud: Cloud, name: str, props: Props) -> None:
        self.step("settle")

    def read(self, cloud: Cloud, name: str, props: Props) -> Props:
        if name not in self.things:
            raise refused("ThingNotFound")
        return {"arn": f"arn:{name}", "size": self.things[name].get("size", 1)}

    def update(self, cloud: Cloud, name: str, change: Change) -> None:
        self.step("update")
        self.things[name] = dict(change.new)

    def delete(self, cloud: Cloud, name: str, props: Props) -> None:
        self.step("delete")
        if name not in self.things:
            raise refused("NoSuchThing")
        del self.things[name]

    def kind(self, **changes: object) -> ResourceType:
        made = ResourceType(
            token=TOKEN,
            inputs=frozenset({"name", "size", "color", "parts", "rules", "block"}),
            outputs=frozenset({"arn"}),
            defaults={"size": 1},
            replace_on=frozenset({"name", "color"}),
            naming=Naming(limit=20),
            documents=frozenset({"rules"}),
            unordered=frozenset({"parts"}),
            blocks={"block": frozenset({"on"}), "block.inner": frozenset({"deep"})},
            create=self.create,
            settle=self.settle,
            read=self.read,
            update=self.update,
            delete=self.delete,
        )
        return replace(made, **changes)  # type: ignore[arg-type]

    def life(self, journal: Journal | None = None) -> Life:
        return Life(CLOUD, journal or Journal(None, ""), self.kind(), URN)


THING = Shelf().kind()
