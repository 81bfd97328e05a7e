"""The whole program, in every stage: what must hold of all of its resources."""

from __future__ import annotations

import importlib
import re
from collections import Counter
from typing import Any

import pulumi_aws as aws
import pytest

from policies import violations
from policies.framework.resource import registered
from settings import SERVICES, Settings
from tests.cloud import Cloud, Recorded
from tests.identity.ledger import identities
from tests.program.once_in_an_account import ONCE
from tests.stage import STAGES, UNUSUAL, deployed

PROVIDER = "pulumi:providers:aws"

# Types whose names other programs find them by, or that AWS names in a scope of their own.
NAMED = {
    "aws:apigateway/model:Model": "restApi",
    "aws:apigateway/stage:Stage": "restApi",
    "aws:apigatewayv2/authorizer:Authorizer": "apiId",
    "aws:apigatewayv2/model:Model": "apiId",
    "aws:apigatewayv2/stage:Stage": "apiId",
    "aws:appsync/dataSource:DataSource": "apiId",
    "aws:cloudwatch/dashboard:Dashboard": "",
    "aws:cloudwatch/queryDefinition:QueryDefinition": "",
    "aws:budgets/budget:Budget": "",
    "aws:cloudwatch/eventBus:EventBus": "",
    # API Gateway and AppSync decide the name of an API's log group, by the API's id.
    "aws:cloudwatch/logGroup:LogGroup": "",
    "aws:cognito/userGroup:UserGroup": "userPoolId",
    # SQL names a database and its tables, and the console saved queries.
    "aws:athena/namedQuery:NamedQuery": "database",
    "aws:glue/catalogDatabase:CatalogDatabase": "",
    "aws:glue/catalogTable:CatalogTable": "databaseName",
    "aws:lambda/layerVersion:LayerVersion": "",
    "aws:lambda/permission:Permission": "function",
    "aws:schemas/registry:Registry": "",
    "aws:schemas/schema:Schema": "registryName",
    "aws:ssm/parameter:Parameter": "",
}
NAMES = (
    "name",
    "functionName",
    "layerName",
    "dashboardName",
    "stageName",
    "statementId",
    "bucket",
)
# Resources that belong to another and only repeat its name.
PARTS = {
    "aws:apigateway/methodSettings:MethodSettings",
    "aws:lambda/eventSourceMapping:EventSourceMapping",
    "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
    "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    "aws:s3/bucketNotification:BucketNotification",
    "aws:s3/bucketObjectv2:BucketObjectv2",
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    "aws:s3/bucketPolicy:BucketPolicy",
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "aws:s3/bucketVersioning:BucketVersioning",
}

# The longest names that AWS takes; the engine adds a dash and seven characters.
RANDOM = 8
LONGEST = {
    "aws:apigatewayv2/api:Api": 128,
    "aws:cloudwatch/eventArchive:EventArchive": 48,
    "aws:cloudwatch/eventRule:EventRule": 64,
    "aws:cloudwatch/logGroup:LogGroup": 512,
    "aws:cloudwatch/metricAlarm:MetricAlarm": 255,
    "aws:cognito/userPool:UserPool": 128,
    "aws:cognito/userPoolClient:UserPoolClient": 128,
    "aws:dynamodb/table:Table": 255,
    "aws:iam/role:Role": 64,
    "aws:iam/rolePolicy:RolePolicy": 128,
    "aws:lambda/function:Function": 64,
    "aws:cloudwatch/eventApiDestination:EventApiDestination": 64,
    "aws:cloudwatch/eventConnection:EventConnection": 64,
    "aws:s3/bucket:Bucket": 63,
    "aws:scheduler/schedule:Schedule": 64,
    "aws:scheduler/scheduleGroup:ScheduleGroup": 64,
    "aws:sfn/stateMachine:StateMachine": 80,
    "aws:sns/topic:Topic": 256,
    "aws:sqs/queue:Queue": 80,
}


@pytest.fixture(params=STAGES)
def stage(request) -> str:
    return request.param


@pytest.fixture
def cloud(stage) -> Cloud:
    return deployed(stage)


def aws_resources(cloud: Cloud) -> list[Recorded]:
    return [resource for resource in cloud.resources if resource.type.startswith("aws:")]


def physical_names(cloud: Cloud) -> list[tuple[str, str, str]]:
    """Each fixed name: type, what it is scoped by, name."""
    return [
        (r.type, str(r.inputs.get(NAMED.get(r.type, ""), "")), r.inputs[key])
        for r in aws_resources(cloud)
        for key in NAMES
        if key in r.inputs and r.type not in PARTS
    ]


def test_every_resource_uses_the_one_explicit_provider(cloud):
    [provider] = [r for r in cloud.resources if r.type == PROVIDER]
    strays = [r.urn for r in aws_resources(cloud) if not r.provider.startswith(provider.urn + "::")]
    assert strays == []


def test_no_two_resources_have_one_identity(cloud):
    assert [name for name, times in Counter(identities(cloud)).items() if times > 1] == []


def test_no_resource_hangs_outside_the_platform_and_its_services(cloud, stage):
    top = {r.name for r in cloud.resources if "pulumi:pulumi:Stack::" in r.parent}
    settings = Settings.of_stage(stage)
    over = {"overview"} if settings.availability_percent else set()
    assert top == {"aws", "platform", *over, *settings.services}
    assert [r.urn for r in cloud.resources if not r.parent] == []


def test_only_what_others_find_by_name_has_a_name_of_our_own(cloud):
    assert {kind for kind, _, _ in physical_names(cloud)} <= set(NAMED)


# WAF's logs lie in none: their names begin with aws-waf-logs-.
LOG_FOLDERS = (
    "",
    "/aws/vendedlogs/apis",
    "/aws/vendedlogs/cloudfront",
    "/aws/vendedlogs/states",
)


def test_a_prefix_says_only_in_which_folder_a_delivered_log_lies(cloud):
    prefixed = [r for r in aws_resources(cloud) if "namePrefix" in r.inputs]
    assert {r.type for r in prefixed} == {"aws:cloudwatch/logGroup:LogGroup"}
    for r in prefixed:
        folder, _, rest = r.inputs["namePrefix"].removeprefix("aws-waf-logs-").rpartition("/")
        assert folder in LOG_FOLDERS
        assert r.name.startswith(rest)


def test_no_two_resources_share_a_fixed_name(cloud):
    twice = [name for name, times in Counter(physical_names(cloud)).items() if times > 1]
    assert twice == []


def test_two_stages_can_live_in_one_account():
    accountwide = [
        {
            name
            for kind, scope, name in physical_names(deployed(stage))
            # By the id of an API, which no other has; mocks make it of the logical name.
            if not scope and not name.startswith("/aws/appsync/apis/")
        }
        for stage in ("dev", "prod")
    ]
    assert accountwide[0] & accountwide[1] == set()


@pytest.mark.parametrize("stage", ["dev", "prod"])
def test_what_an_account_holds_once_outlives_the_stage_that_owns_it(stage):
    cloud = deployed(stage)
    once = {r.urn for r in cloud.resources if r.type in ONCE}
    role = cloud.one(aws.iam.Role, "platform-api-logs-role").urn
    account = cloud.one(aws.apigateway.Account)
    assert {account.urn} < once if stage == "prod" else {account.urn} == once
    retained = {r.urn for r in cloud.resources if r.retained}
    assert retained == {*once, *account.dependencies, role}


def test_a_stage_that_owns_nothing_of_the_account_has_none_of_it():
    cloud = deployed("dev", **UNUSUAL)
    assert [r.urn for r in cloud.resources if r.type in ONCE or r.retained] == []


def test_the_local_stage_leaves_nothing_in_its_emulator():
    assert [r.urn for r in deployed("local").resources if r.retained] == []
    assert deployed("local").one(aws.apigateway.Account)


@pytest.mark.parametrize("kind", sorted(ONCE))
def test_each_type_of_an_account_is_one_of_the_sdk(kind):
    assert class_of(kind).pulumi_type == kind


def test_every_generated_name_fits_the_limits_of_aws(cloud):
    for r in aws_resources(cloud):
        if r.type in LONGEST:
            assert len(r.name) + RANDOM <= LONGEST[r.type], r.name
            assert re.fullmatch(r"[a-zA-Z0-9_-]+", r.name), r.name


def test_every_child_is_named_after_what_it_belongs_to(cloud):
    owner = {r.urn: r.name for r in cloud.resources}
    strays = [
        f"{r.name} in {owner[r.parent]}"
        for r in cloud.resources
        if r.parent in owner and not r.name.startswith(owner[r.parent])
        # A dashboard's name is what people look for; stage and service are part of it.
        if "observability/dashboard" not in r.type and "observability:Dashboard" not in r.type
    ]
    assert strays == []


def class_of(kind: str) -> Any:
    """The SDK's class of a resource type."""
    module, _, rest = kind.removeprefix("aws:").partition("/")
    package = importlib.import_module(f"pulumi_aws.{'lambda_' if module == 'lambda' else module}")
    return getattr(package, rest.rpartition(":")[2])


def test_whatever_takes_tags_has_the_tag_of_its_service(cloud):
    tagged = {
        r.urn: r.inputs.get("tags", {})
        for r in aws_resources(cloud)
        if hasattr(class_of(r.type), "tags")
    }
    services = (*SERVICES, "platform")
    assert [urn for urn, tags in tagged.items() if tags.get("service") not in services] == []
    assert len(tagged) > 100


def test_the_provider_tags_everything_with_project_and_stage(cloud, stage):
    [provider] = [r for r in cloud.resources if r.type == PROVIDER]
    tags = provider.json("defaultTags")
    assert tags == {"tags": {"project": "platform", "stage": stage}}


def test_each_service_has_parameters_for_its_endpoint_and_its_event_source(cloud, stage):
    given = {r.inputs["name"] for r in cloud.all(aws.ssm.Parameter)}
    for service in SERVICES:
        assert f"/platform/{stage}/{service}/endpoint" in given
        assert f"/platform/{stage}/{service}/event-source" in given
    assert {name for name in given if "/platform/bus-" in name} == {
        f"/platform/{stage}/platform/bus-name",
        f"/platform/{stage}/platform/bus-arn",
    }


def test_the_account_may_write_api_logs_by_one_role(cloud):
    account = cloud.one(aws.apigateway.Account)
    role = cloud.one(aws.iam.Role, "platform-api-logs-role")
    assert account.inputs["cloudwatchRoleArn"].endswith(f":{role.name}")
    [trust] = role.json("assumeRolePolicy")["Statement"]
    assert trust["Principal"] == {"Service": "apigateway.amazonaws.com"}


def test_each_service_has_a_dashboard(cloud, stage):
    found = {r.inputs["dashboardName"] for r in cloud.all(aws.cloudwatch.Dashboard)}
    of_the_stage = {f"platform-{stage}"} if stage == "prod" else set()
    assert found == {f"platform-{stage}-{service}" for service in SERVICES} | of_the_stage


def test_each_function_has_a_purpose_and_a_role_of_its_own(cloud):
    functions = cloud.all(aws.lambda_.Function)
    assert len({f.inputs["handler"] for f in functions}) == len(functions)
    assert len({f.inputs["role"] for f in functions}) == len(functions)


def test_in_a_whole_stage_an_api_waits_for_the_account_s_right_to_write_logs():
    cloud = deployed("dev")
    account = cloud.one(aws.apigateway.Account)
    stages = cloud.all(aws.apigateway.Stage)
    waiting = {stage.name for stage in stages if account.urn in stage.dependencies}
    assert waiting == {"catalog-api-stage", "orders-api-stage", "users-api-stage"}


@pytest.mark.parametrize("stack", [*STAGES, "prod-platform", "prod-orders"])
def test_the_policies_find_nothing_to_refuse(stack):
    found = violations(map(registered, deployed(stack).resources))
    assert [each for each in found if each.rule.level.binds(stack)] == []
