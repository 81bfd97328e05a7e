import pytest
from pulumi_aws import cloudwatch, iam, lambda_, opensearch

from components.compute.function import Function
from components.stores.search_domain import SearchDomain, SearchDomainArgs
from tests.cloud import ACCOUNT, Cloud, deploy
from tests.components.sample import TAGS, arn, defaults, function, grants

SUBNETS = {"subnets": ("subnet-1", "subnet-2"), "security_groups": ("sg-1",)}


def args(**changes) -> SearchDomainArgs:
    return SearchDomainArgs(**{"account": ACCOUNT, "defaults": defaults(), **changes})


def made(**changes) -> Cloud:
    def program() -> None:
        domain = SearchDomain("shop", args(**changes))
        Function("find", function(uses=(domain.access("SEARCH"),)))

    return deploy(program)


def domain(**changes):
    return made(**changes).one(opensearch.Domain).inputs


def test_a_domain_is_encrypted_and_takes_tls_only():
    given = domain()
    assert given["encryptAtRest"] == {"enabled": True}
    assert given["nodeToNodeEncryption"] == {"enabled": True}
    assert given["domainEndpointOptions"]["enforceHttps"] is True
    assert "TLS-1-2" in given["domainEndpointOptions"]["tlsSecurityPolicy"]
    assert domain(key=arn("kms", "key/k"))["encryptAtRest"]["kmsKeyId"] == arn("kms", "key/k")


def test_it_knows_one_role_and_no_users_with_passwords():
    given = domain()["advancedSecurityOptions"]
    assert given == {
        "enabled": True,
        "internalUserDatabaseEnabled": False,
        "masterUserOptions": {"masterUserArn": arn("iam", "shop-access")},
    }
    [statement] = made().one(opensearch.DomainPolicy).json("accessPolicies")["Statement"]
    assert statement["Principal"] == {"AWS": arn("iam", "shop-access")}
    assert statement["Resource"] == arn("opensearch", "shop-domain") + "/*"


def test_functions_of_the_service_that_have_the_grant_take_the_role_and_no_others():
    cloud = made()
    [grant] = grants(cloud, "find")
    assert grant["Action"] == ["sts:AssumeRole"]
    assert grant["Resource"] == [arn("iam", "shop-access")]
    variables = cloud.one(lambda_.Function).inputs["environment"]["variables"]
    assert variables["SEARCH_ROLE"] == arn("iam", "shop-access")
    assert variables["SEARCH_ENDPOINT"].startswith("https://")
    trust = cloud.one(iam.Role, "shop-access").json("assumeRolePolicy")["Statement"][0]
    assert trust["Principal"] == {"AWS": ACCOUNT}
    assert trust["Condition"] == {"StringEquals": {"aws:PrincipalTag/service": TAGS["service"]}}


def test_without_a_service_in_the_tags_the_grant_alone_decides():
    cloud = made(defaults=defaults(tags={}))
    trust = cloud.one(iam.Role, "shop-access").json("assumeRolePolicy")["Statement"][0]
    assert "Condition" not in trust


def test_it_writes_four_logs_that_expire_and_may_write_no_others():
    cloud = made()
    published = cloud.one(opensearch.Domain).inputs["logPublishingOptions"]
    assert [each["logType"] for each in published] == [
        "ES_APPLICATION_LOGS",
        "SEARCH_SLOW_LOGS",
        "INDEX_SLOW_LOGS",
        "AUDIT_LOGS",
    ]
    groups = [g for g in cloud.all(cloudwatch.LogGroup) if g.name.startswith("shop-")]
    assert {group.inputs["retentionInDays"] for group in groups} == {14}
    [statement] = cloud.one(cloudwatch.LogResourcePolicy).json("policyDocument")["Statement"]
    assert len(statement["Resource"]) == 4
    assert statement["Condition"] == {"StringEquals": {"aws:SourceAccount": ACCOUNT}}


def test_alarms_are_on_status_storage_memory_and_writes():
    alarms = {
        a.name: a.inputs
        for a in made(volume_gb=100).all(cloudwatch.MetricAlarm)
        if a.name.startswith("shop-")
    }
    assert {name: a["metricName"] for name, a in alarms.items()} == {
        "shop-red-alarm": "ClusterStatus.red",
        "shop-yellow-alarm": "ClusterStatus.yellow",
        "shop-storage-alarm": "FreeStorageSpace",
        "shop-memory-alarm": "JVMMemoryPressure",
        "shop-writes-alarm": "ClusterIndexWritesBlocked",
    }
    storage = alarms["shop-storage-alarm"]
    assert (storage["threshold"], storage["comparisonOperator"], storage["statistic"]) == (
        25_600,
        "LessThanThreshold",
        "Minimum",
    )
    assert {a["dimensions"]["ClientId"] for a in alarms.values()} == {ACCOUNT}


@pytest.mark.parametrize(("instances", "zones"), [(1, None), (2, 2), (3, 3), (5, 3)])
def test_several_nodes_are_in_several_zones(instances, zones):
    given = domain(instances=instances)["clusterConfig"]
    assert given["zoneAwarenessEnabled"] is (zones is not None)
    expected = None if zones is None else {"availabilityZoneCount": zones}
    assert given.get("zoneAwarenessConfig") == expected


def test_in_subnets_it_has_no_address_outside():
    given = domain(instances=2, **SUBNETS)["vpcOptions"]
    assert given == {"subnetIds": ["subnet-1", "subnet-2"], "securityGroupIds": ["sg-1"]}
    assert "vpcOptions" not in domain()


@pytest.mark.parametrize("keep", [True, False])
def test_with_keep_data_the_engine_protects_it(keep):
    assert made(defaults=defaults(keep_data=keep)).one(opensearch.Domain).protect is keep


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"instances": 0}, "instances must be between 1 and 80, got 0"),
        ({"volume_gb": 9}, "volume_gb must be between 10 and 16384 GB, got 9"),
        (
            {"instance_type": "t3.small"},
            "instance_type must end in .search, as t3.small.search, got t3.small",
        ),
        (
            {"subnets": ("subnet-1",)},
            "subnets and security_groups must be given both or neither",
        ),
        (
            SUBNETS,
            "subnets must be 1, one for each zone of 1 instances, got 2",
        ),
    ],
)
def test_what_opensearch_service_would_refuse_is_refused(changes, message):
    with pytest.raises(ValueError) as refused:
        args(**changes)
    assert str(refused.value) == message
