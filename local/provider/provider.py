"""The provider itself, on plain values: check, diff, create, read, update, delete, invoke."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from local.provider import differing
from local.provider.checking import checked
from local.provider.cloud import Cloud
from local.provider.configuration import Configuration, configuration_of
from local.provider.differing import Difference
from local.provider.errors import ProviderError
from local.provider.invokes import invoked
from local.provider.journal import Journal, journal_at
from local.provider.lifecycle import Life, planned, planned_update
from local.provider.naming import Autonaming
from local.provider.registry import resource_type
from local.provider.resource import Change, ResourceType
from local.provider.wire import Props

REMEDY = (
    "this provider only plans here, because its configuration names no endpoint: to deploy to AWS, "
    "use the official plugin (pulumi plugin install resource aws); to deploy to the emulator, "
    "configure its endpoint"
)


def split(urn: str) -> tuple[str, str]:
    """A URN's type and name."""
    rest, _, name = urn.rpartition("::")
    return rest.rpartition("::")[2].rpartition("$")[2], name


@dataclass
class AwsProvider:
    """Speaks to one emulator; plans only, when the configuration names none."""

    configuration: Configuration = field(default_factory=Configuration)
    cloud: Cloud = field(init=False)
    journal: Journal = field(init=False)

    def __post_init__(self) -> None:
        self.cloud = self.configuration.cloud()
        self.journal = journal_at(self.cloud.endpoint)

    def configure(self, inputs: Props) -> None:
        self.configuration = configuration_of(inputs)
        self.__post_init__()

    def kind(self, urn: str) -> ResourceType:
        return resource_type(split(urn)[0])

    def check(self, urn: str, olds: Props, news: Props, engine: Autonaming | None = None) -> Props:
        if olds:
            self.journal.see(urn)
        engine = engine or Autonaming(logical_name=split(urn)[1], seed=random.randbytes(32))
        return checked(self.kind(urn), engine, news, olds, self.configuration)

    def diff(self, urn: str, olds: Props, news: Props, id_: str = "") -> Difference:
        self.journal.see(urn, id_)
        return differing.difference(self.kind(urn), olds, news)

    def create(self, urn: str, inputs: Props, *, preview: bool = False) -> tuple[str, Props]:
        if preview:
            return "", planned(self.kind(urn), self.cloud.region, inputs)
        return self._life(urn, inputs).create(inputs)

    def read(self, urn: str, id_: str, state: Props, inputs: Props) -> tuple[Props, Props] | None:
        return self._life(urn, state).read(id_, state, inputs)

    def update(
        self, urn: str, id_: str, state: Props, change: Change, *, preview: bool = False
    ) -> Props:
        if preview:
            return planned_update(self.kind(urn), state, change)
        return self._life(urn, state).update(id_, state, change)

    def delete(self, urn: str, id_: str, state: Props) -> None:
        self._life(urn, state).delete(id_, state)

    def invoke(self, token: str, args: Props) -> Props:
        return invoked(self.cloud, token, args)

    def _life(self, urn: str, props: Props) -> Life:
        """The life of a resource in its Region: that in ``props``, or the provider's."""
        if self.cloud.only_plans:
            token, name = split(urn)
            raise ProviderError(f'{token} "{name}": {REMEDY}')
        region = props.get("region") or self.cloud.region
        return Life(self.cloud.at(region), self.journal, self.kind(urn), urn)
