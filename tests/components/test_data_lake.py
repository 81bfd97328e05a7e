import pytest
from pulumi_aws import athena, glue, s3

from components.lake.data_lake import DataLake, DataLakeArgs
from components.lake.query_workgroup import SavedQuery
from tests.cloud import Cloud, deploy
from tests.components.sample import TAGS, defaults

COUNT = SavedQuery(sql="SELECT count(*) FROM sales", description="How many")


def made(**changes) -> Cloud:
    given = {"database": "shop_dev", "defaults": defaults(), **changes}
    return deploy(lambda: DataLake("lake", DataLakeArgs(**given)))


def days(cloud: Cloud, bucket: str) -> dict[str, int]:
    rules = cloud.one(s3.BucketLifecycleConfiguration, f"{bucket}-lifecycle").inputs["rules"]
    return {
        rule["filter"]["prefix"]: rule["expiration"]["days"]
        for rule in rules
        if "days" in rule.get("expiration", {})
    }


def test_there_are_zones_for_raw_records_tables_and_results():
    assert {bucket.name for bucket in made().all(s3.Bucket)} == {
        "lake-raw-bucket",
        "lake-processed-bucket",
        "lake-results-bucket",
    }


def test_raw_records_rejected_ones_and_results_are_deleted_by_age_and_tables_are_not():
    cloud = made(raw_days=60, result_days=3)
    assert days(cloud, "lake-raw") == {"": 60}
    assert days(cloud, "lake-processed") == {"errors/": 60}
    assert days(cloud, "lake-results") == {"": 3}


def test_files_of_tables_move_to_cheaper_tiers():
    rules = made().one(s3.BucketLifecycleConfiguration, "lake-processed-lifecycle").inputs["rules"]
    [moved] = [rule["transitions"] for rule in rules if "transitions" in rule]
    assert moved == [{"days": 30, "storageClass": "INTELLIGENT_TIERING"}]


def test_the_database_has_the_name_that_queries_use():
    database = made().one(glue.CatalogDatabase).inputs
    assert (database["name"], database["tags"]) == ("shop_dev", TAGS)


def test_saved_queries_are_of_the_database_and_its_workgroup():
    query = made(queries={"count": COUNT}).one(athena.NamedQuery).inputs
    assert query == {
        "name": "count",
        "description": "How many",
        "database": "shop_dev",
        "query": "SELECT count(*) FROM sales",
        "workgroup": "lake-workgroup-id",
    }


def test_data_that_is_kept_is_protected_with_its_catalog():
    cloud = made(defaults=defaults(keep_data=True))
    assert cloud.one(glue.CatalogDatabase).protect
    assert {bucket.name: bool(bucket.protect) for bucket in cloud.all(s3.Bucket)} == {
        "lake-raw-bucket": True,
        "lake-processed-bucket": True,
        "lake-results-bucket": True,
    }


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"database": "shop-dev"}, "database must begin with a to z .* got 'shop-dev'"),
        ({"database": "1shop"}, "database must begin"),
        ({"raw_days": 0}, "raw_days must be at least 1, got 0"),
        ({"scan_limit_mb": 9}, "scan_limit_mb must be between 10 and .* MB, got 9"),
        ({"result_days": 0}, "result_days must be at least 1, got 0"),
    ],
)
def test_what_a_lake_cannot_be_is_an_error(changes, message):
    with pytest.raises(ValueError, match=message):
        made(**changes)
