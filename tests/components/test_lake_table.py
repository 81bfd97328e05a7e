import pytest
from pulumi_aws import glue

from components.compute.function import Function
from components.lake.data_lake import DataLake, DataLakeArgs
from components.lake.lake_table import LakeTable, LakeTableArgs, catalog_of
from tests.cloud import Cloud, deploy
from tests.components.sample import arn, defaults, function, grants

FILES = arn("s3", "lake-processed-bucket")
SALES = {"order_id": "string", "cents": "bigint"}


def made(use=None, **changes) -> Cloud:
    def program() -> None:
        lake = DataLake("lake", DataLakeArgs(database="shop", defaults=defaults()))
        given = {"lake": lake, "table": "sales", "columns": SALES, "defaults": defaults()}
        table = LakeTable("sales", LakeTableArgs(**{**given, **changes}))
        if use is not None:
            Function("report", function(uses=use(table)))

    return deploy(program)


def test_a_table_is_parquet_below_its_folder_in_partitions_of_days():
    table = made().one(glue.CatalogTable).inputs
    assert (table["databaseName"], table["name"]) == ("shop", "sales")
    assert table["partitionKeys"] == [
        {"name": "year", "type": "string"},
        {"name": "month", "type": "string"},
        {"name": "day", "type": "string"},
    ]
    storage = table["storageDescriptor"]
    assert storage["location"] == "s3://lake-processed-bucket-id/sales/"
    assert storage["columns"] == [
        {"name": "order_id", "type": "string"},
        {"name": "cents", "type": "bigint"},
    ]
    assert storage["serDeInfo"]["serializationLibrary"].endswith("ParquetHiveSerDe")
    assert table["parameters"]["classification"] == "parquet"


def test_a_reader_may_read_this_table_and_its_files_only():
    catalog, objects, listing, place = grants(made(lambda table: table.read("SALES")), "report")
    assert catalog["Action"] == [
        "glue:GetDatabase",
        "glue:GetTable",
        "glue:GetPartition",
        "glue:GetPartitions",
    ]
    assert catalog["Resource"][1:] == [arn("glue", "lake-database"), arn("glue", "sales-table")]
    assert (objects["Action"], objects["Resource"]) == (["s3:GetObject"], [f"{FILES}/sales/*"])
    assert listing["Condition"] == {"StringLike": {"s3:prefix": "sales/*"}}
    assert place["Action"] == ["s3:GetBucketLocation"]


def test_a_registrar_may_add_partitions_to_this_table_only():
    [catalog] = grants(made(lambda table: table.register("SALES")), "report")
    assert catalog["Action"] == ["glue:GetTable", "glue:BatchCreatePartition"]
    assert arn("glue", "sales-table") in catalog["Resource"]


def test_a_writer_may_put_files_of_this_table_and_read_none():
    [written] = grants(made(lambda table: (table.write("FILES"),)), "report")
    assert (written["Action"], written["Resource"]) == (["s3:PutObject"], [f"{FILES}/sales/*"])


def test_who_compacts_may_list_read_write_and_delete_files_of_this_table():
    given = grants(made(lambda table: table.compact("FILES")), "report")
    assert [each["Action"][0] for each in given] == [
        "s3:ListBucket",
        "s3:GetObject",
        "s3:PutObject",
        "s3:DeleteObject",
    ]
    assert {each["Resource"][0] for each in given[1:]} == {f"{FILES}/sales/*"}


def test_the_catalog_is_that_of_the_databases_account_and_region():
    database = "arn:aws:glue:eu-west-1:123456789012:database/shop"
    assert catalog_of(database) == "arn:aws:glue:eu-west-1:123456789012:catalog"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"table": "Sales"}, "table must begin with a to z"),
        ({"columns": {}}, "columns must be one or more, got none"),
        ({"columns": {"orderId": "string"}}, "a column must begin with a to z .* got 'orderId'"),
        ({"columns": {"day": "date"}}, "columns must not be partition keys, got day"),
        ({"crawl": "rate(1 day)"}, r"crawl must be cron\(...\).* got rate"),
    ],
)
def test_what_a_table_cannot_be_is_an_error(changes, message):
    with pytest.raises(ValueError, match=message):
        made(**changes)
