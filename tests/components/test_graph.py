"""Graph databases: private, encrypted, kept where the stage keeps data, and reached by IAM."""

from __future__ import annotations

import pytest
from pulumi_aws import cloudwatch, neptune

from components.access import statements
from components.network.placement import Placement
from components.network.reference import NetworkRef
from components.stores.graph import Graph, GraphArgs, data_of
from components.stores.graph_grants import GraphRef
from tests.cloud import Cloud, deploy
from tests.components.sample import defaults

NETWORK = NetworkRef(
    vpc_id="vpc-1",
    private_subnet_ids=("subnet-1", "subnet-2"),
    isolated_subnet_ids=("subnet-3", "subnet-4"),
)
DATA = "arn:aws:neptune-db:eu-west-1:123456789012:cluster-1/*"


def made(**args) -> Cloud:
    given = {"network": NETWORK, "defaults": defaults(), **args}
    return deploy(lambda: Graph("friends", GraphArgs(**given)).data_arn)


def cluster(**args):
    return made(**args).one(neptune.Cluster).inputs


def test_it_is_private_and_encrypted_and_knows_its_clients_by_iam():
    cloud = made(key="arn:aws:kms:eu-west-1:123456789012:key/1")
    given = cloud.one(neptune.Cluster).inputs
    assert given["storageEncrypted"] is True
    assert given["kmsKeyArn"].endswith("key/1")
    assert given["iamDatabaseAuthenticationEnabled"] is True
    assert given["vpcSecurityGroupIds"] == ["friends-store-id"]
    assert cloud.one(neptune.SubnetGroup).inputs["subnetIds"] == ["subnet-3", "subnet-4"]
    assert cloud.one(neptune.ClusterInstance).inputs["publiclyAccessible"] is False


def test_it_scales_between_two_capacities():
    scaling = cluster(minimum_units=2, maximum_units=8)["serverlessV2ScalingConfiguration"]
    assert scaling == {"minCapacity": 2, "maxCapacity": 8}


def test_queries_are_in_an_audit_log():
    cloud = made()
    assert cloud.one(neptune.Cluster).inputs["enableCloudwatchLogsExports"] == ["audit"]
    [parameter] = cloud.one(neptune.ClusterParameterGroup).inputs["parameters"]
    assert parameter == {"name": "neptune_enable_audit_log", "value": "1"}


def test_a_stage_that_keeps_data_has_a_standby_backups_and_a_last_snapshot():
    cloud = made(defaults=defaults(keep_data=True))
    kept = cloud.one(neptune.Cluster)
    assert kept.protect
    assert kept.inputs["deletionProtection"] is True
    assert kept.inputs["skipFinalSnapshot"] is False
    assert kept.inputs["backupRetentionPeriod"] == 35
    assert len(cloud.all(neptune.ClusterInstance)) == 2
    assert len(made(standby=True).all(neptune.ClusterInstance)) == 2


def test_another_stage_is_deleted_with_its_data():
    given = cluster()
    assert given["deletionProtection"] is False
    assert given["skipFinalSnapshot"] is True
    assert "finalSnapshotIdentifier" not in given
    assert given["tags"]["always-on"] == "a graph database is billed by the hour"


@pytest.mark.parametrize(("grant", "writes"), [("read", False), ("read_write", True)])
def test_a_function_may_query_the_data_of_this_cluster(grant, writes):
    existing = GraphRef(
        endpoint="graph.example",
        data_arn=DATA,
        clients=Placement(subnets=("subnet-1",), groups=("sg-1",)),
    )
    access = getattr(existing, grant)("FRIENDS_GRAPH")
    [allowed] = statements(access)
    assert isinstance(allowed, dict)
    assert allowed["Resource"] == [DATA]
    assert ("neptune-db:DeleteDataViaQuery" in allowed["Action"]) is writes


def test_the_grant_of_one_of_ours_names_its_data():
    def program():
        graph = Graph("friends", GraphArgs(network=NETWORK))
        access = graph.read("FRIENDS_GRAPH")
        return [access.resources[0], access.environment["FRIENDS_GRAPH"]]

    arn, url = deploy(program).result
    assert arn == "arn:aws:neptune-db:eu-west-1:123456789012:cluster-FRIENDS/*"
    assert url == "https://friends-cluster.cluster.neptune.amazonaws.com:8182"


def test_alarms_on_a_busy_server_and_on_capacity_that_is_used_up():
    found = {each.name: each.inputs for each in made().all(cloudwatch.MetricAlarm)}
    assert {name: given["metricName"] for name, given in found.items()} == {
        "friends-cpu-alarm": "CPUUtilization",
        "friends-units-alarm": "NCUUtilization",
    }
    assert {given["namespace"] for given in found.values()} == {"AWS/Neptune"}


def test_the_data_has_an_arn_of_its_own():
    arn = "arn:aws-cn:rds:cn-north-1:123456789012:cluster:friends"
    assert (
        data_of([arn, "cluster-1"]) == "arn:aws-cn:neptune-db:cn-north-1:123456789012:cluster-1/*"
    )


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (
            {"minimum_units": 0.5},
            "minimum_units must be between 1 and 128 in steps of 0.5, got 0.5",
        ),
        ({"minimum_units": 1.2}, "in steps of 0.5, got 1.2"),
        ({"maximum_units": 2}, "maximum_units must be between 2.5 and 128"),
        ({"minimum_units": 8, "maximum_units": 4}, "maximum_units must be between 8 and 128"),
        ({"maximum_units": 129}, "got 129"),
    ],
)
def test_what_neptune_does_not_take_is_refused(args, said):
    with pytest.raises(ValueError, match=said):
        GraphArgs(network=NETWORK, **args)
