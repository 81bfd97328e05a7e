"""What no request starts: the backup of the orders, and the import of a file of items that an agent
puts into the catalog's bucket.
"""

from __future__ import annotations

import uuid
from typing import Any

from cli.shop.client import Shop
from tests.flows.shopping import until
from tests.local.stage.jobs import bucket_of, keys, run_now


def test_the_orders_are_backed_up(shop: Shop) -> None:
    run_now(shop, "orders-back-up")

    def backups() -> list[Any]:
        found = shop.client("dynamodb").list_backups()["BackupSummaries"]
        return [each for each in found if each["TableName"].startswith("orders-orders-table")]

    until(backups, bool)


def test_a_file_of_items_is_loaded_and_its_rejects_are_named(shop: Shop) -> None:
    item, bucket = f"imported-{uuid.uuid4().hex[:8]}", bucket_of(shop, "catalog-files")
    lines = ["itemId,name,priceCents", f"{item},A harmonium,45000", f"{item}-2,A bell,cheap"]
    put = shop.client("s3").put_object(
        Bucket=bucket, Key=f"imports/{item}.csv", Body="\n".join(lines).encode()
    )
    rejects = f"results/{put['ETag'].strip(chr(34))}/rejects.csv"
    until(lambda: keys(shop, bucket, rejects), bool)
    assert shop.request("GET", "catalog", f"/items/{item}")["priceCents"] == 45_000
    said = shop.client("s3").get_object(Bucket=bucket, Key=rejects)["Body"].read().decode()
    assert said.startswith("line,reason,record\r\n3,")
    assert "cheap" in said
