"""Table: reads and writes of a DynamoDB table, with items as dictionaries of Python values.

In expressions an attribute is written ``#name`` and a value ``:name``. ``runtime.dynamodb.rows``
converts items to dataclasses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from runtime.clients.aws import client, error_code
from runtime.dynamodb.attributes import deserialize_item, serialize, serialize_item
from runtime.retry import with_retries

Item = dict[str, Any]

# The most items of one BatchGetItem.
BATCH_SIZE = 100
BATCH_ATTEMPTS = 5


class ConditionFailed(Exception):
    """The condition of a write failed; ``item`` is the item in the table, if there is one."""

    def __init__(self, item: Item | None) -> None:
        super().__init__("the condition of a write failed")
        self.item = item


@dataclass(frozen=True)
class Page:
    """A page of items; ``last_key`` starts the next page, None on the last."""

    items: list[Item]
    last_key: Item | None


class Table:
    """A table of the service that the function belongs to."""

    def __init__(self, name: str) -> None:
        self.name = name

    def get(self, key: Mapping[str, Any]) -> Item | None:
        """The item under a key (a consistent read), or None."""
        found = client("dynamodb").get_item(
            TableName=self.name, Key=serialize_item(key), ConsistentRead=True
        )
        return deserialize_item(found["Item"]) if "Item" in found else None

    def put(self, item: Mapping[str, Any], *, when: str | None = None) -> Item | None:
        """Write a whole item; returns the one that it replaced.

        ``when`` is a condition; ``ConditionFailed`` if it does not hold.
        """
        write = {**self.put_request(item, when=when), "ReturnValues": "ALL_OLD"}
        old = _guarded("put_item", write).get("Attributes")
        return deserialize_item(old) if old else None

    def update(
        self,
        key: Mapping[str, Any],
        change: str,
        values: Mapping[str, Any],
        *,
        when: str | None = None,
    ) -> Item:
        """Apply an update expression to an item; returns the new item.

        ``when`` is a condition; ``ConditionFailed`` if it does not hold.
        """
        write = {**self.update_request(key, change, values, when=when), "ReturnValues": "ALL_NEW"}
        return deserialize_item(_guarded("update_item", write)["Attributes"])

    def delete(self, key: Mapping[str, Any]) -> Item | None:
        """Delete an item; returns it as it was, None if there is none."""
        write = {"TableName": self.name, "Key": serialize_item(key), "ReturnValues": "ALL_OLD"}
        old = client("dynamodb").delete_item(**write).get("Attributes")
        return deserialize_item(old) if old else None

    def put_request(self, item: Mapping[str, Any], *, when: str | None = None) -> Item:
        """A ``put`` for ``transact_write``."""
        return {"TableName": self.name, "Item": serialize_item(item), **_expressions({}, when=when)}

    def update_request(
        self,
        key: Mapping[str, Any],
        change: str,
        values: Mapping[str, Any],
        *,
        when: str | None = None,
    ) -> Item:
        """An ``update`` for ``transact_write``."""
        expressions = _expressions(values, change=change, when=when)
        return {"TableName": self.name, "Key": serialize_item(key), **expressions}

    def delete_request(
        self, key: Mapping[str, Any], values: Mapping[str, Any] | None = None, when: str = ""
    ) -> Item:
        """A deletion for ``transact_write``."""
        expressions = _expressions(values or {}, when=when or None)
        return {"TableName": self.name, "Key": serialize_item(key), **expressions}

    def get_many(self, keys: Sequence[Mapping[str, Any]]) -> Iterator[Item]:
        """The items under these keys that exist (consistent reads), in no particular order."""
        for start in range(0, len(keys), BATCH_SIZE):
            yield from map(deserialize_item, self._get_batch(keys[start : start + BATCH_SIZE]))

    def query(
        self,
        condition: str,
        values: Mapping[str, Any],
        *,
        index: str | None = None,
        limit: int,
        start: Mapping[str, Any] | None,
        ascending: bool = False,
    ) -> Page:
        """A page of the items under a partition key, in descending order of the sort key unless it
        is to be ``ascending``.
        """
        request = {
            "TableName": self.name,
            "KeyConditionExpression": condition,
            **_expressions(values, key=condition),
            "ScanIndexForward": ascending,
            "Limit": limit,
            **({"IndexName": index} if index else {}),
            **({"ExclusiveStartKey": serialize_item(start)} if start else {}),
        }
        return _page(client("dynamodb").query(**request))

    def scan(self, *, limit: int, start: Mapping[str, Any] | None) -> Page:
        """A page of all items, in no particular order."""
        rest = {"ExclusiveStartKey": serialize_item(start)} if start else {}
        return _page(client("dynamodb").scan(TableName=self.name, Limit=limit, **rest))

    def _get_batch(self, keys: Sequence[Mapping[str, Any]]) -> list[Item]:
        found: list[Item] = []
        left: list[Item] = [serialize_item(key) for key in keys]

        def read() -> None:
            request = {self.name: {"Keys": list(left), "ConsistentRead": True}}
            response = client("dynamodb").batch_get_item(RequestItems=request)
            found.extend(response["Responses"].get(self.name, []))
            left[:] = response.get("UnprocessedKeys", {}).get(self.name, {}).get("Keys", [])
            if left:
                raise UnprocessedKeys(f"{self.name}: {len(left)} keys were not processed")

        with_retries(read, UnprocessedKeys, attempts=BATCH_ATTEMPTS)
        return found


class UnprocessedKeys(Exception):
    """BatchGetItem did not return every key; the rest may be requested again."""


def _page(response: Mapping[str, Any]) -> Page:
    last = response.get("LastEvaluatedKey")
    return Page(
        [*map(deserialize_item, response["Items"])], deserialize_item(last) if last else None
    )


def _guarded(operation: str, write: Mapping[str, Any]) -> Item:
    try:
        return getattr(client("dynamodb"), operation)(**write)  # type: ignore[no-any-return]
    except Exception as error:
        if error_code(error) != "ConditionalCheckFailedException":
            raise
        old = getattr(error, "response", {}).get("Item")
        raise ConditionFailed(deserialize_item(old) if old else None) from error


def _expressions(
    values: Mapping[str, Any],
    *,
    change: str | None = None,
    when: str | None = None,
    key: str | None = None,
) -> Item:
    text = " ".join(part for part in (change, when, key) if part)
    names = {name: name[1:] for name in re.findall("#[A-Za-z]+", text)}
    marked = {f":{name}": serialize(value) for name, value in values.items()}
    return {
        **({"UpdateExpression": change} if change else {}),
        **({"ConditionExpression": when} if when else {}),
        **({"ReturnValuesOnConditionCheckFailure": "ALL_OLD"} if when else {}),
        **({"ExpressionAttributeNames": names} if names else {}),
        **({"ExpressionAttributeValues": marked} if marked else {}),
    }
