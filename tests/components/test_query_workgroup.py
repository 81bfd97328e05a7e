import pytest
from pulumi_aws import athena

from components.compute.function import Function
from components.lake.query_workgroup import QueryWorkgroup, QueryWorkgroupArgs, SavedQuery
from tests.cloud import Cloud, deploy
from tests.components.sample import arn, defaults, function, grants

RESULTS = arn("s3", "sales-results-bucket")


def made(use=None, **changes) -> Cloud:
    def program() -> None:
        args = QueryWorkgroupArgs(**{"database": "shop", "defaults": defaults(), **changes})
        workgroup = QueryWorkgroup("sales", args)
        if use is not None:
            Function("report", function(uses=use(workgroup)))

    return deploy(program)


def configuration(**changes):
    return made(**changes).one(athena.Workgroup).inputs["configuration"]


def test_callers_cannot_choose_where_results_go_or_whether_they_are_encrypted():
    given = configuration()
    assert given["enforceWorkgroupConfiguration"] is True
    assert given["resultConfiguration"] == {
        "outputLocation": "s3://sales-results-bucket-id/results/",
        "encryptionConfiguration": {"encryptionOption": "SSE_S3"},
    }


@pytest.mark.parametrize("megabytes", [10, 1024])
def test_a_query_that_scans_more_than_the_limit_is_cancelled(megabytes):
    given = configuration(scan_limit_mb=megabytes)
    assert given["bytesScannedCutoffPerQuery"] == megabytes * 1024 * 1024
    assert given["publishCloudwatchMetricsEnabled"] is True


def test_a_function_that_runs_queries_may_use_this_workgroup_and_its_results_only():
    run, objects, bucket, listing = grants(made(lambda group: group.run("GROUP")), "report")
    assert run["Resource"] == [arn("athena", "sales-workgroup")]
    assert "athena:StartQueryExecution" in run["Action"]
    assert objects["Resource"] == [f"{RESULTS}/results/*"]
    assert bucket["Resource"] == listing["Resource"] == [RESULTS]
    assert listing["Condition"] == {"StringLike": {"s3:prefix": "results/*"}}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"sql": " \n"}, "sql must be a statement"),
        ({"sql": "x", "description": "x" * 1025}, "1025"),
    ],
)
def test_a_query_that_cannot_be_saved_is_an_error(given, message):
    with pytest.raises(ValueError, match=message):
        SavedQuery(**given)
