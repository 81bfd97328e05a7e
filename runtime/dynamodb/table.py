"""Table: a DynamoDB table in plain data; attributes are written ``#name``, values ``:value``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from runtime.clients.aws import client, code_of
from runtime.dynamodb.attributes import marshal, marshalled, unmarshalled
from runtime.retry import retried

Item = dict[str, Any]

# What one BatchGetItem takes.
BATCH = 100
BATCH_ATTEMPTS = 5


class ConditionFailed(Exception):
    """A write whose condition does not hold; ``item`` is what stands there, if anything."""

    def __init__(self, item: Item | None) -> None:
        super().__init__("the condition of a write does not hold")
        self.item = item


@dataclass(frozen=True)
class Page:
    """Some of the items asked for, and where the rest begins."""

    items: list[Item]
    last_key: Item | None


class Table:
    """One table of the service that this function belongs to."""

    def __init__(self, name: str) -> None:
        self.name = name

    def get(self, key: Mapping[str, Any]) -> Item | None:
        """The item as it stands now, or nothing."""
        found = client("dynamodb").get_item(
            TableName=self.name, Key=marshalled(key), ConsistentRead=True
        )
        return unmarshalled(found["Item"]) if "Item" in found else None

    def put(self, item: Mapping[str, Any], *, when: str | None = None) -> Item | None:
        """Write a whole item; returns what it replaced."""
        write = {**self.putting(item, when=when), "ReturnValues": "ALL_OLD"}
        old = _guarded("put_item", write).get("Attributes")
        return unmarshalled(old) if old else None

    def update(
        self,
        key: Mapping[str, Any],
        change: str,
        values: Mapping[str, Any],
        *,
        when: str | None = None,
    ) -> Item:
        """Change an item where it stands; returns what it has become; ``when`` must hold."""
        write = {**self.updating(key, change, values, when=when), "ReturnValues": "ALL_NEW"}
        return unmarshalled(_guarded("update_item", write)["Attributes"])

    def putting(self, item: Mapping[str, Any], *, when: str | None = None) -> Item:
        """The same as ``put``, as a part of a transaction."""
        return {"TableName": self.name, "Item": marshalled(item), **_expressions({}, when=when)}

    def updating(
        self,
        key: Mapping[str, Any],
        change: str,
        values: Mapping[str, Any],
        *,
        when: str | None = None,
    ) -> Item:
        """The same as ``update``, as a part of a transaction."""
        expressions = _expressions(values, change=change, when=when)
        return {"TableName": self.name, "Key": marshalled(key), **expressions}

    def get_many(self, keys: Sequence[Mapping[str, Any]]) -> Iterator[Item]:
        """Those of the items that exist, in no order."""
        for start in range(0, len(keys), BATCH):
            yield from map(unmarshalled, self._get_batch(keys[start : start + BATCH]))

    def query(
        self,
        condition: str,
        values: Mapping[str, Any],
        *,
        index: str | None = None,
        limit: int,
        start: Mapping[str, Any] | None,
    ) -> Page:
        """A page of the items under one key, the latest first."""
        asked = {
            "TableName": self.name,
            "KeyConditionExpression": condition,
            **_expressions(values, key=condition),
            "ScanIndexForward": False,
            "Limit": limit,
            **({"IndexName": index} if index else {}),
            **({"ExclusiveStartKey": marshalled(start)} if start else {}),
        }
        return _page(client("dynamodb").query(**asked))

    def scan(self, *, limit: int, start: Mapping[str, Any] | None) -> Page:
        """A page of all items, in no order."""
        rest = {"ExclusiveStartKey": marshalled(start)} if start else {}
        return _page(client("dynamodb").scan(TableName=self.name, Limit=limit, **rest))

    def _get_batch(self, keys: Sequence[Mapping[str, Any]]) -> list[Item]:
        found: list[Item] = []
        left: list[Item] = [marshalled(key) for key in keys]

        def read() -> None:
            request = {self.name: {"Keys": list(left), "ConsistentRead": True}}
            answer = client("dynamodb").batch_get_item(RequestItems=request)
            found.extend(answer["Responses"].get(self.name, []))
            left[:] = answer.get("UnprocessedKeys", {}).get(self.name, {}).get("Keys", [])
            if left:
                raise KeysLeft(f"{self.name}: {len(left)} items were not read")

        retried(read, KeysLeft, attempts=BATCH_ATTEMPTS)
        return found


class KeysLeft(Exception):
    """A batch was answered in part; the rest may be asked for again."""


def _page(answer: Mapping[str, Any]) -> Page:
    last = answer.get("LastEvaluatedKey")
    return Page([*map(unmarshalled, answer["Items"])], unmarshalled(last) if last else None)


def _guarded(operation: str, write: Mapping[str, Any]) -> Item:
    try:
        return getattr(client("dynamodb"), operation)(**write)  # type: ignore[no-any-return]
    except Exception as error:
        if code_of(error) != "ConditionalCheckFailedException":
            raise
        old = getattr(error, "response", {}).get("Item")
        raise ConditionFailed(unmarshalled(old) if old else None) from error


def _expressions(
    values: Mapping[str, Any],
    *,
    change: str | None = None,
    when: str | None = None,
    key: str | None = None,
) -> Item:
    text = " ".join(part for part in (change, when, key) if part)
    names = {name: name[1:] for name in re.findall("#[A-Za-z]+", text)}
    marked = {f":{name}": marshal(value) for name, value in values.items()}
    return {
        **({"UpdateExpression": change} if change else {}),
        **({"ConditionExpression": when} if when else {}),
        **({"ReturnValuesOnConditionCheckFailure": "ALL_OLD"} if when else {}),
        **({"ExpressionAttributeNames": names} if names else {}),
        **({"ExpressionAttributeValues": marked} if marked else {}),
    }
