"""Athena: runs a query of a stage's data lake and reads its rows."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from local.checkout import LocalError

POLL_SECONDS = 0.2

Row = dict[str, str]


@dataclass(frozen=True)
class Queries:
    """A workgroup and the database that its queries are about."""

    client: Any
    workgroup: str
    database: str

    def rows(self, sql: str) -> list[Row]:
        """The rows of a query, each by column; raises ``LocalError`` with the reason it failed."""
        asked = self.client.start_query_execution(
            QueryString=sql,
            WorkGroup=self.workgroup,
            QueryExecutionContext={"Database": self.database},
        )
        self._wait(asked["QueryExecutionId"])
        pages = self.client.get_paginator("get_query_results")
        found = [
            [cell.get("VarCharValue", "") for cell in row["Data"]]
            for page in pages.paginate(QueryExecutionId=asked["QueryExecutionId"])
            for row in page["ResultSet"]["Rows"]
        ]
        columns, *rows = found
        return [dict(zip(columns, row, strict=True)) for row in rows]

    def saved(self) -> dict[str, str]:
        """The saved queries of the workgroup, by name."""
        pages = self.client.get_paginator("list_named_queries")
        ids = [
            id_
            for page in pages.paginate(WorkGroup=self.workgroup)
            for id_ in page["NamedQueryIds"]
        ]
        queries = (self.client.get_named_query(NamedQueryId=id_)["NamedQuery"] for id_ in ids)
        return {query["Name"]: query["QueryString"] for query in queries}

    def _wait(self, execution: str) -> None:
        while True:
            asked = self.client.get_query_execution(QueryExecutionId=execution)
            status = asked["QueryExecution"]["Status"]
            if status["State"] == "SUCCEEDED":
                return
            if status["State"] in ("FAILED", "CANCELLED"):
                reason = status.get("StateChangeReason", "")
                raise LocalError(f"the query was {status['State'].lower()}: {reason}")
            time.sleep(POLL_SECONDS)
