import pulumi
import pulumi_aws as aws
import pytest

from components.data.database_reference import DatabaseRef
from tests.cloud import deploy

ARN = "arn:aws:rds:eu-west-1:123456789012:db:prod-db"


def test_a_database_that_exists_is_known_by_its_arn():
    grant = DatabaseRef.of(ARN).snapshot("DATABASE", prefix="backup-")
    assert grant.actions == ("rds:CreateDBSnapshot",)
    assert grant.resources == (ARN, "arn:aws:rds:eu-west-1:123456789012:snapshot:backup-*")
    assert grant.environment == {"DATABASE": "prod-db"}


def test_an_instance_of_pulumi_aws_is_taken_too():
    def program() -> pulumi.Output:
        made = aws.rds.Instance("d", identifier="theirs", instance_class="db.t4g.micro")
        return pulumi.Output.all(DatabaseRef.of(made).identifier)

    assert deploy(program).result == ["theirs"]


@pytest.mark.parametrize("given", ["arn:aws:rds:eu-west-1:1:cluster:c", "arn:aws:sqs:eu:1:q"])
def test_what_is_no_database_is_refused(given):
    with pytest.raises(ValueError, match="database must be given by the ARN of one"):
        DatabaseRef.of(given)
