"""Create, read, update and delete, the same for every type; a type adds its functions."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from botocore.exceptions import BotoCoreError, ClientError

from local.provider.cloud import Cloud
from local.provider.differing import drifted, same
from local.provider.errors import ProviderError, reported, says_gone
from local.provider.journal import Journal, identity_of
from local.provider.resource import Change, ResourceType
from local.provider.wire import UNKNOWN, Props

# A leftover goes with what others put into it: policies in a role, objects in a bucket.
FORCED: Props = {"forceDetachPolicies": True, "forceDestroy": True}


@dataclass(frozen=True)
class Life:
    """One resource of one deployment, from its creation to its end."""

    cloud: Cloud
    journal: Journal
    kind: ResourceType
    urn: str

    @property
    def name(self) -> str:
        return self.urn.rpartition("::")[2]

    def create(self, inputs: Props) -> tuple[str, Props]:
        with reported(self.kind.token, self.name, "cannot create"):
            identity = identity_of(self.kind, inputs)
            self.clear_leftover()
            self.journal.record(self.urn, identity)
            try:
                made = self.kind.create(self.cloud, inputs)
            except Exception:
                self.journal.delete(self.urn)
                raise
            self.journal.record(self.urn, identity, made)
            return made, self._settled(made, inputs)

    def _settled(self, made: str, inputs: Props) -> Props:
        """The state once everything is in place; what was half made is deleted again."""
        try:
            if self.kind.settle:
                self.kind.settle(self.cloud, made, inputs)
            return self._observed(made, inputs, inputs)
        except Exception:
            with suppress(ClientError, BotoCoreError, ProviderError):
                self._remove(made, inputs)
                self.journal.delete(self.urn)
            raise

    def _observed(self, made: str, inputs: Props, state: Props) -> Props:
        seen = self.kind.read(self.cloud, made, state)
        if seen is None:
            raise ProviderError(f"{made} was gone right after it was made")
        return {**_home(self.kind, self.cloud.region), **state, **seen, **inputs}

    def clear_leftover(self) -> None:
        """Delete what this very resource left behind, by an interrupted run or a lost state."""
        entry = self.journal.leftover(self.urn)
        if entry is None:
            return
        left = entry.id or self._find(entry.identity)
        if left and left not in self.journal.in_state.get(self.urn, ()):
            self._remove(left, {**entry.identity, **FORCED})
        self.journal.delete(self.urn)

    def _find(self, identity: Props) -> str | None:
        try:
            if self.kind.find:
                return self.kind.find(self.cloud, identity)
        except ClientError as error:
            if says_gone(error):
                return None
            raise
        return identity.get(self.kind.naming.property) if self.kind.naming else None

    def read(self, id_: str, state: Props, inputs: Props) -> tuple[Props, Props] | None:
        """State and inputs as they are now; None when the resource is gone."""
        seen = self._seen(id_, state)
        if seen is None:
            return None
        changes = drifted(self.kind, state, inputs, seen)
        seen = {k: v for k, v in seen.items() if not same(self.kind, k, state.get(k), v)}
        known = inputs or {k: v for k, v in seen.items() if k in self.kind.accepted}
        fresh = {**{k: seen.get(k, v) for k, v in known.items()}, **changes}
        return _present({**state, **seen, **changes}), _present(fresh)

    def drift(self, id_: str, state: Props, inputs: Props) -> Props | None:
        """The properties that were changed from outside, as ``drifted`` says; None when the
        resource is gone."""
        seen = self._seen(id_, state)
        return None if seen is None else drifted(self.kind, state, inputs, seen)

    def _seen(self, id_: str, state: Props) -> Props | None:
        with reported(self.kind.token, self.name, "cannot read"):
            try:
                return self.kind.read(self.cloud, id_, state)
            except ClientError as error:
                if says_gone(error):
                    return None
                raise

    def update(self, id_: str, state: Props, change: Change) -> Props:
        with reported(self.kind.token, self.name, "cannot update"):
            if self.kind.update is None:
                raise ProviderError("it can only be replaced")
            self.kind.update(self.cloud, id_, change)
            dropped = change.old.keys() - change.new.keys()
            base = {k: v for k, v in state.items() if k not in dropped}
            return self._observed(id_, change.new, {**base, **change.new})

    def delete(self, id_: str, state: Props) -> None:
        with reported(self.kind.token, self.name, "cannot delete"):
            self._remove(id_, state)
        self.journal.delete(self.urn, id_)

    def _remove(self, id_: str, state: Props) -> None:
        try:
            self.kind.delete(self.cloud, id_, state)
        except ClientError as error:
            if not says_gone(error):
                raise


def _present(props: Props) -> Props:
    return {name: value for name, value in props.items() if value is not None}


def _home(kind: ResourceType, region: str) -> Props:
    return {"region": region} if kind.regional else {}


def planned(kind: ResourceType, region: str, inputs: Props) -> Props:
    """What a create will have made: the inputs, and an unknown for what only AWS knows."""
    return {**dict.fromkeys(kind.computed, UNKNOWN), **_home(kind, region), **inputs}


def planned_update(kind: ResourceType, state: Props, change: Change) -> Props:
    dropped = change.old.keys() - change.new.keys()
    base = {name: value for name, value in state.items() if name not in dropped}
    return {**base, **dict.fromkeys(kind.volatile, UNKNOWN), **change.new}
