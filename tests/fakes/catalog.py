"""The Glue data catalog: tables, and the partitions that were added."""

from __future__ import annotations

from typing import Any

from tests.fakes.client_errors import client_error
from tests.fakes.parameters import check


class Catalog:
    """``tables`` holds storage descriptors by database and name; ``partitions`` their partitions,
    each a location by its values; ``calls`` counts the requests to add some.
    """

    def __init__(self) -> None:
        self.tables: dict[tuple[str, str], dict[str, Any]] = {}
        self.partitions: dict[tuple[str, str], dict[tuple[str, ...], str]] = {}
        self.calls = 0
        self.refusal: str | None = None

    def get_table(self, **call: Any) -> dict[str, Any]:
        check("glue", "GetTable", call)
        place = (call["DatabaseName"], call["Name"])
        if place not in self.tables:
            raise client_error("glue", "EntityNotFoundException", call["Name"])
        return {"Table": {"Name": call["Name"], "StorageDescriptor": self.tables[place]}}

    def batch_create_partition(self, **call: Any) -> dict[str, Any]:
        check("glue", "BatchCreatePartition", call)
        self.calls += 1
        known = self.partitions.setdefault((call["DatabaseName"], call["TableName"]), {})
        errors = []
        for given in call["PartitionInputList"]:
            values = tuple(given["Values"])
            code = self.refusal or ("AlreadyExistsException" if values in known else None)
            if code is None:
                known[values] = given["StorageDescriptor"]["Location"]
            else:
                detail = {"ErrorCode": code, "ErrorMessage": "no"}
                errors.append({"PartitionValues": list(values), "ErrorDetail": detail})
        return {"Errors": errors}
