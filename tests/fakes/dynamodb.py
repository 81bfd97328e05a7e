"""A DynamoDB in memory: the operations that the platform uses, one caller at a time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tests.fakes.backups import Backups
from tests.fakes.client_errors import client_error, transaction_cancelled
from tests.fakes.expressions import Expression, Malformed
from tests.fakes.parameters import check
from tests.fakes.streams import Record, Streams
from tests.fakes.tables import INDEXES, KEYS
from tests.fakes.validation import (
    check_item,
    check_key,
    check_query,
    check_start,
    check_values,
    rejected,
)

MOST_WRITES = 100

Item = dict[str, Any]


class DynamoDB:
    """The next ``collisions`` transactions conflict; the next batch read skips ``skipped`` keys."""

    def __init__(self) -> None:
        self.tables: dict[str, dict[str, Item]] = {table: {} for table in KEYS}
        self.streams, self.backups = Streams(), Backups()
        self.create_backup = self.backups.create_backup
        self.list_backups = self.backups.list_backups
        self.delete_backup = self.backups.delete_backup
        self.collisions = 0
        self.skipped = 0
        self.calls: list[str] = []

    def rows(self, table: str) -> list[Item]:
        """The items of a table."""
        return list(self.tables[table].values())

    def stream(self, table: str) -> list[Record]:
        """The stream records of a table, as Lambda receives them."""
        return self.streams.records[table]

    def get_item(self, **call: Any) -> Item:
        self._begin("GetItem", call)
        item = self._find(call["TableName"], call["Key"])
        return {"Item": item} if item else {}

    def put_item(self, **call: Any) -> Item:
        self._begin("PutItem", call)
        old = self._put(call)
        return {"Attributes": old} if old and call.get("ReturnValues") == "ALL_OLD" else {}

    def update_item(self, **call: Any) -> Item:
        self._begin("UpdateItem", call)
        new = self._update(call)
        return {"Attributes": new} if call.get("ReturnValues") == "ALL_NEW" else {}

    def delete_item(self, **call: Any) -> Item:
        self._begin("DeleteItem", call)
        old = self._delete(call)
        return {"Attributes": old} if old and call.get("ReturnValues") == "ALL_OLD" else {}

    def batch_get_item(self, **call: Any) -> Item:
        self._begin("BatchGetItem", call)
        [(table, request)] = call["RequestItems"].items()
        if not 1 <= len(request["Keys"]) <= 100:
            raise rejected(f"{len(request['Keys'])} keys")
        if len({self._id(table, key) for key in request["Keys"]}) < len(request["Keys"]):
            raise rejected("Provided list of item keys contains duplicates")
        later, self.skipped = request["Keys"][: self.skipped], 0
        now = [key for key in request["Keys"] if key not in later]
        found = [item for key in now if (item := self._find(table, key))]
        left = {table: {**request, "Keys": later}} if later else {}
        return {"Responses": {table: found}, "UnprocessedKeys": left}

    def batch_write_item(self, **call: Any) -> Item:
        """Puts only; the next ``skipped`` of them are left unprocessed."""
        self._begin("BatchWriteItem", call)
        [(table, requests)] = call["RequestItems"].items()
        if not 1 <= len(requests) <= 25:
            raise rejected(f"{len(requests)} writes")
        items = [request["PutRequest"]["Item"] for request in requests]
        if len({self._id(table, item) for item in items}) < len(items):
            raise rejected("Provided list of item keys contains duplicates")
        later, self.skipped = requests[: self.skipped], 0
        for request in requests[len(later) :]:
            self.put_item(TableName=table, Item=request["PutRequest"]["Item"])
        return {"UnprocessedItems": {table: later} if later else {}}

    def query(self, **call: Any) -> Item:
        self._begin("Query", call)
        table, index = call["TableName"], call.get("IndexName")
        keys = INDEXES[table, index] if index else KEYS[table]
        check_query(call, keys)
        found = [
            item
            for item in self.rows(table)
            if self._holds(call["KeyConditionExpression"], item, call)
        ]
        if len(keys) > 1:
            found.sort(key=lambda item: item[keys[1]]["S"], reverse=not call["ScanIndexForward"])
        return self._page(found, {*keys, *KEYS[table]}, call)

    def scan(self, **call: Any) -> Item:
        self._begin("Scan", call)
        if "ExclusiveStartKey" in call:
            check_start(call["ExclusiveStartKey"], set(KEYS[call["TableName"]]))
        return self._page(self.rows(call["TableName"]), set(KEYS[call["TableName"]]), call)

    def transact_write_items(self, **call: Any) -> Item:
        self._begin("TransactWriteItems", call)
        writes = [(kind, write) for entry in call["TransactItems"] for kind, write in entry.items()]
        ids = [self._target(write) for _, write in writes]
        if len(set(ids)) != len(ids) or len(writes) > MOST_WRITES:
            raise rejected("an item twice, or too many writes")
        if self.collisions:
            self.collisions -= 1
            raise transaction_cancelled(
                [{"Code": "TransactionConflict"}, *[{"Code": "None"}] * (len(ids) - 1)]
            )
        reasons = [self._reason(write) for _, write in writes]
        if any(reason["Code"] != "None" for reason in reasons):
            raise transaction_cancelled(reasons)
        for kind, write in writes:
            {"Put": self._put, "Update": self._update, "Delete": self._delete}[kind](write)
        return {}

    def _begin(self, operation: str, call: Item) -> None:
        check("dynamodb", operation, call)
        check_values(call.get("ExpressionAttributeValues", {}).values())
        self.calls.append(operation)

    def _put(self, write: Item) -> Item | None:
        self._guard(write)
        return self._become(write, write["Item"])

    def _update(self, write: Item) -> Item:
        self._guard(write)
        item = {**(self._find(write["TableName"], write["Key"]) or {}), **write["Key"]}
        try:
            new = self._expression(write["UpdateExpression"], item, write).updated()
        except Malformed as error:
            raise rejected(str(error)) from error
        self._become(write, new)
        return new

    def _delete(self, write: Item) -> Item | None:
        self._guard(write)
        return self._become(write, None)

    def _become(self, write: Item, new: Item | None) -> Item | None:
        """Write an item and its stream record; returns the old item."""
        table, target = write["TableName"], self._target(write)
        if new is not None:
            check_item(table, new)
        old = self.tables[table].get(target)
        if new is None:
            self.tables[table].pop(target, None)
        else:
            self.tables[table][target] = new
        keys = {name: (new or old or {}).get(name) for name in KEYS[table]}
        self.streams.record(table, keys, old, new)
        return old

    def _guard(self, write: Item) -> None:
        reason = self._reason(write)
        if reason["Code"] != "None":
            raise client_error(
                "dynamodb", "ConditionalCheckFailedException", "", Item=reason.get("Item")
            )

    def _reason(self, write: Item) -> Item:
        _no_spare_names(write)
        old = self._find(write["TableName"], write.get("Key") or write["Item"])
        condition = write.get("ConditionExpression")
        if not condition or self._holds(condition, old, write):
            return {"Code": "None"}
        wants_old = write.get("ReturnValuesOnConditionCheckFailure") == "ALL_OLD"
        return {"Code": "ConditionalCheckFailed", **({"Item": old} if old and wants_old else {})}

    def _holds(self, condition: str, item: Item | None, call: Item) -> bool:
        try:
            return self._expression(condition, item, call).holds()
        except Malformed as error:
            raise rejected(str(error)) from error

    @staticmethod
    def _expression(text: str, item: Item | None, call: Item) -> Expression:
        names = call.get("ExpressionAttributeNames", {})
        return Expression(text, item, names, call.get("ExpressionAttributeValues", {}))

    def _page(self, found: list[Item], keys: set[str], call: Item) -> Item:
        start = call.get("ExclusiveStartKey")
        if start:
            places = [n for n, item in enumerate(found) if start.items() <= item.items()]
            found = found[places[0] + 1 :] if places else []
        page = found[: call["Limit"]]
        if len(page) == len(found):
            return {"Items": page}
        return {"Items": page, "LastEvaluatedKey": {name: page[-1][name] for name in keys}}

    def _find(self, table: str, key: Mapping[str, Any]) -> Item | None:
        return self.tables[table].get(self._id(table, key))

    def _target(self, write: Item) -> str:
        return self._id(write["TableName"], write.get("Key") or write["Item"])

    @staticmethod
    def _id(table: str, key: Mapping[str, Any]) -> str:
        own = {name: key[name] for name in KEYS[table] if name in key}
        check_key(table, own)
        return "/".join([table, *(own[name]["S"] for name in KEYS[table])])


def _no_spare_names(write: Item) -> None:
    """DynamoDB rejects names and values that no expression uses."""
    text = f"{write.get('ConditionExpression', '')} {write.get('UpdateExpression', '')}"
    used = set(re.findall("[#:][A-Za-z_]+", text))
    names = write.get("ExpressionAttributeNames", {})
    given = {*names, *write.get("ExpressionAttributeValues", {})}
    if used != given:
        raise rejected(f"unused or missing: {sorted(used ^ given)}")
