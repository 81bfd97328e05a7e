"""Search: what the index of a stage's items is kept in."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

SMALLEST = "t3.small.search"


class SearchIndex(BaseModel):
    """A table, which costs what is asked of it; or an OpenSearch domain, which is paid by the hour,
    ranks what it finds, and is for many items and searches.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    engine: Literal["table", "opensearch"] = "table"
    # The nodes of the domain: docs/decisions/search-index.md has the prices.
    instance_type: Annotated[str, Field(pattern=r"^[a-z0-9]+\.[a-z0-9]+\.search$")] = SMALLEST
    instances: Annotated[int, Field(ge=1, le=80)] = 1
    volume_gb: Annotated[int, Field(ge=10, le=16_384)] = 10

    @model_validator(mode="after")
    def _of_one_engine(self) -> SearchIndex:
        if self.engine == "table" and self.model_fields_set - {"engine"}:
            raise ValueError("has a size of nodes, which only the engine opensearch takes")
        return self
