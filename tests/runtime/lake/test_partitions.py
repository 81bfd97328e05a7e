"""Tests of the partitions of a lake table and their registration."""

from __future__ import annotations

from datetime import date

import pytest

from runtime.lake.partitions import NotRegistered, Partition, partition_in, register

NEW_YEAR = Partition("1997", "01", "01")
STORED = {"Location": "s3://processed/sales/", "Columns": [{"Name": "cents", "Type": "bigint"}]}


@pytest.fixture
def catalog(aws):
    aws.glue.tables[("shop", "sales")] = STORED
    return aws.glue


def test_a_day_has_a_folder_with_two_digits_of_month_and_day():
    assert Partition.of(date(1997, 1, 1)) == NEW_YEAR
    assert NEW_YEAR.folder == "year=1997/month=01/day=01/"


def test_the_key_of_a_file_says_its_day():
    assert partition_in("sales/year=1997/month=01/day=01/a.parquet", "sales/") == NEW_YEAR


@pytest.mark.parametrize(
    "key",
    [
        "other/year=1997/month=01/day=01/a.parquet",
        "year=1997/month=01/day=01/a.parquet",
        "sales/year=1997/month=01/a.parquet",
        "sales/year=1997/month=13/day=01/a.parquet",
        "sales/year=1997/month=02/day=29/a.parquet",
        "sales/year=1997/month=1/day=1/a.parquet",
        "sales/year=1997') --/month=01/day=01/a.parquet",
        "sales/year=\u0661\u0669\u0669\u0667/month=01/day=01/a.parquet",
        "sales/year=1997/month=01/day=01/deeper/a.parquet",
        "sales/_replaced/a.json",
    ],
)
def test_a_key_of_another_shape_has_no_day(key):
    assert partition_in(key, "sales/") is None


def test_a_partition_is_in_the_folder_of_its_day_with_the_columns_of_its_table(catalog):
    assert register("shop.sales", [NEW_YEAR]) == 1
    place = "s3://processed/sales/year=1997/month=01/day=01/"
    assert catalog.partitions == {("shop", "sales"): {("1997", "01", "01"): place}}


def test_a_partition_is_added_once_and_asked_for_once(catalog, log):
    assert [register("shop.sales", [NEW_YEAR]) for _ in range(3)] == [1, 0, 0]
    assert catalog.calls == 1
    [line] = [line for line in log() if line["message"] == "partition registered"]
    assert (line["year"], line["month"], line["day"]) == ("1997", "01", "01")


def test_a_partition_that_another_function_added_is_no_error(catalog):
    catalog.partitions[("shop", "sales")] = {("1997", "01", "01"): "s3://there/"}
    assert register("shop.sales", [NEW_YEAR]) == 0
    assert catalog.partitions == {("shop", "sales"): {("1997", "01", "01"): "s3://there/"}}


def test_a_partition_that_the_catalog_refuses_is_tried_again(catalog):
    catalog.refusal = "InternalServiceException"
    with pytest.raises(NotRegistered, match=r"shop\.sales: InternalServiceException"):
        register("shop.sales", [NEW_YEAR])
    catalog.refusal = None
    assert register("shop.sales", [NEW_YEAR]) == 1
