"""PostgreSQL databases: private, encrypted, without a password that a client knows."""

from __future__ import annotations

import pytest
from pulumi_aws import cloudwatch, ec2, iam, rds, vpc

from components.network.placement import Placement
from components.network.reference import NetworkRef
from components.stores.postgres import Postgres, PostgresArgs
from components.stores.postgres_grants import PostgresRef
from tests.cloud import Cloud, deploy
from tests.components.sample import defaults

NETWORK = NetworkRef(
    vpc_id="vpc-1",
    private_subnet_ids=["subnet-p1", "subnet-p2"],
    isolated_subnet_ids=["subnet-i1", "subnet-i2"],
)
KEY = "arn:aws:kms:eu-west-1:123456789012:key/1"


def given(**args) -> PostgresArgs:
    return PostgresArgs(
        **{"network": NETWORK, "database": "suppliers", "defaults": defaults(), **args}
    )


def made(**args) -> Cloud:
    return deploy(lambda: Postgres("shop", given(**args)).endpoint)


def instance(**args):
    return made(**args).one(rds.Instance)


def test_the_server_is_private_and_encrypted_and_rds_keeps_its_password():
    found = instance().inputs
    assert (found["publiclyAccessible"], found["storageEncrypted"]) == (False, True)
    assert found["manageMasterUserPassword"] is True
    assert "password" not in found
    subnets = made().one(rds.SubnetGroup).inputs
    assert subnets["subnetIds"] == ["subnet-i1", "subnet-i2"]


def test_a_key_of_the_account_is_for_storage_secret_and_the_proxy_that_reads_it():
    cloud = made(key=KEY)
    found = cloud.one(rds.Instance).inputs
    assert (found["kmsKeyId"], found["masterUserSecretKmsKeyId"]) == (KEY, KEY)
    statements = cloud.one(iam.RolePolicy).json("policy")["Statement"]
    assert {"Effect": "Allow", "Action": ["kms:Decrypt"], "Resource": [KEY]} in statements


def test_the_proxy_takes_tls_and_iam_only_and_reads_the_one_secret():
    cloud = made()
    proxy = cloud.one(rds.Proxy).inputs
    assert proxy["requireTls"] is True
    [auth] = proxy["auths"]
    assert (auth["iamAuth"], auth["authScheme"]) == ("REQUIRED", "SECRETS")
    [statement] = cloud.one(iam.RolePolicy).json("policy")["Statement"]
    assert statement["Action"] == ["secretsmanager:GetSecretValue"]
    assert statement["Resource"] == [auth["secretArn"]]
    pool = cloud.one(rds.ProxyDefaultTargetGroup).inputs["connectionPoolConfig"]
    assert pool == {"maxConnectionsPercent": 90, "connectionBorrowTimeout": 10}
    target = cloud.one(rds.ProxyTarget).inputs
    assert target["dbProxyName"] == proxy.get("name", "shop-proxy")


def test_statements_end_before_their_callers_do_and_connections_need_tls():
    parameters = made().one(rds.ParameterGroup).inputs
    assert parameters["family"] == "postgres17"
    values = {each["name"]: each["value"] for each in parameters["parameters"]}
    assert values == {"rds.force_ssl": "1", "statement_timeout": "25000"}


@pytest.mark.parametrize(("keep", "days"), [(True, 35), (False, 1)])
def test_a_stage_that_keeps_data_keeps_the_database(keep, days):
    found = instance(defaults=defaults(keep_data=keep))
    assert found.protect is keep
    assert found.inputs["deletionProtection"] is keep
    assert found.inputs["skipFinalSnapshot"] is not keep
    assert ("finalSnapshotIdentifier" in found.inputs) is keep
    assert found.inputs["multiAz"] is keep
    assert found.inputs["backupRetentionPeriod"] == days


def test_backups_and_the_standby_may_be_chosen():
    found = instance(backup_days=7, standby=True).inputs
    assert (found["backupRetentionPeriod"], found["multiAz"]) == (7, True)


def test_only_clients_reach_the_server_and_clients_reach_it_and_https():
    cloud = made()
    ingress = {each.name: each.inputs for each in cloud.all(vpc.SecurityGroupIngressRule)}
    egress = {each.name: each.inputs for each in cloud.all(vpc.SecurityGroupEgressRule)}
    assert {each.inputs["vpcId"] for each in cloud.all(ec2.SecurityGroup)} == {"vpc-1"}
    assert sorted(ingress) == ["shop-from-clients-rule", "shop-from-store-rule"]
    assert sorted(egress) == ["shop-to-https-rule", "shop-to-store-rule", "shop-within-rule"]
    assert all("cidrIpv4" not in each for each in ingress.values())
    client = ingress["shop-from-clients-rule"]
    assert client["referencedSecurityGroupId"] == "shop-clients-id"
    assert (client["securityGroupId"], client["fromPort"]) == ("shop-store-id", 5432)
    https = egress["shop-to-https-rule"]
    assert (https["securityGroupId"], https["fromPort"]) == ("shop-clients-id", 443)


def test_what_is_billed_by_the_hour_says_why():
    cloud = made(always_on="the suppliers' prices")
    for kind in (rds.Instance, rds.Proxy):
        assert cloud.one(kind).inputs["tags"]["always-on"] == "the suppliers' prices"


def test_alarms_are_on_the_processor_the_storage_and_callers_that_wait():
    cloud = made(storage_gb=40)
    alarms = {each.inputs["metricName"]: each.inputs for each in cloud.all(cloudwatch.MetricAlarm)}
    assert alarms["CPUUtilization"]["threshold"] == 80
    storage = alarms["FreeStorageSpace"]
    assert (storage["comparisonOperator"], storage["threshold"]) == (
        "LessThanThreshold",
        4 * 2**30,
    )
    waiting = alarms["DatabaseConnectionsBorrowLatency"]
    assert waiting["dimensions"] == {"ProxyName": "shop-proxy"}
    assert waiting["threshold"] == 1_000_000


def granted(make):
    """The access that a database grants, with its outputs known."""
    import pulumi

    def program():
        access = make().connect("SUPPLIERS_DATABASE")
        return pulumi.Output.all(
            actions=list(access.actions),
            resources=list(access.resources),
            environment=dict(access.environment),
        )

    return deploy(program).result


def test_a_client_connects_as_one_user_without_a_password():
    found = granted(lambda: Postgres("shop", given()))
    assert found["actions"] == ["rds-db:connect"]
    assert found["resources"] == ["arn:aws:rds-db:eu-west-1:123456789012:dbuser:prx-1/owner"]
    assert found["environment"] == {
        "SUPPLIERS_DATABASE": "postgresql://owner@shop-proxy.proxy.rds.amazonaws.com:5432/suppliers"
        "?sslmode=verify-full"
    }


def test_clients_are_in_the_private_subnets():
    def program():
        at = Postgres("shop", given()).clients
        assert at.subnets == ["subnet-p1", "subnet-p2"]
        return at.groups[0]

    assert deploy(program).result == "shop-clients-id"


def test_an_existing_database_is_connected_to_in_the_same_way():
    existing = PostgresRef(
        endpoint="db.example.com",
        database="stock",
        user="reader",
        users_arn="arn:aws:rds:eu-west-1:123456789012:db-proxy:prx-7",
        clients=Placement(subnets=["subnet-1"], groups=("sg-1",)),
    )
    found = granted(lambda: existing)
    assert found["resources"] == ["arn:aws:rds-db:eu-west-1:123456789012:dbuser:prx-7/reader"]
    assert found["environment"]["SUPPLIERS_DATABASE"].startswith(
        "postgresql://reader@db.example.com:5432/stock"
    )


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ({"database": "Suppliers"}, "database must begin with a to z"),
        ({"database": "a-b"}, "got 'a-b'"),
        ({"storage_gb": 19}, "storage_gb must be between 20 and 65536 GB, got 19"),
        ({"maximum_storage_gb": 10}, "maximum_storage_gb must be between 20 and 65536 GB, got 10"),
        ({"backup_days": 0}, "backup_days must be between 1 and 35 days, got 0"),
        ({"backup_days": 36}, "got 36"),
    ],
)
def test_what_rds_does_not_take_is_refused(args, said):
    with pytest.raises(ValueError, match=said):
        given(**args)
