"""What differs between the stages, to the value."""

from __future__ import annotations

import jsonschema
import pulumi_aws as aws
import pytest

from components.compute.presets import PRESETS
from program.cards import CARDS, EVENTS
from settings import Settings
from tests.cloud import Cloud, Recorded
from tests.grants import may
from tests.keyed import keyed, missing
from tests.stage import OPTIONAL, PARTNER, STAGES, UNUSUAL, deployed

REST_METHODS = aws.apigateway.MethodSettings
QUEUE, SOURCE = aws.sqs.Queue, aws.lambda_.EventSourceMapping


def values(stage: str, kind: type, key: str) -> set:
    """The values of one input of all resources of a kind."""
    found = [resource.inputs.get(key) for resource in deployed(stage).all(kind)]
    assert found, f"{stage} has no {kind.__name__}"
    return {tuple(sorted(v.items())) if isinstance(v, dict) else v for v in found}


def setting(stage: str, key: str) -> set:
    return {r.inputs["settings"][key] for r in deployed(stage).all(REST_METHODS)}


@pytest.mark.parametrize(("stage", "kept"), [("local", False), ("dev", False), ("prod", True)])
def test_only_prod_keeps_its_data(stage, kept):
    assert values(stage, aws.dynamodb.Table, "deletionProtectionEnabled") == {kept}
    assert values(stage, aws.dynamodb.Table, "pointInTimeRecovery") == {(("enabled", kept),)}
    protection = "ACTIVE" if kept else "INACTIVE"
    assert values(stage, aws.cognito.UserPool, "deletionProtection") == {protection}


def test_the_engine_protects_exactly_what_holds_data_and_only_in_prod():
    protected = {r.type for r in deployed("prod").resources if r.protect}
    assert protected == {
        "aws:cloudwatch/eventArchive:EventArchive",
        "aws:cloudwatch/eventBus:EventBus",
        "aws:cognito/userPool:UserPool",
        "aws:dynamodb/table:Table",
        "aws:glue/catalogDatabase:CatalogDatabase",
        "aws:kinesis/stream:Stream",
        "aws:s3/bucket:Bucket",
    }
    assert all(r.protect for r in deployed("prod").all(aws.dynamodb.Table))
    for stage in ("local", "dev"):
        assert [r.urn for r in deployed(stage).resources if r.protect] == []


@pytest.mark.parametrize(("stage", "days"), [("local", 1), ("dev", 14), ("prod", 90)])
def test_logs_stay_as_long_as_the_stage_says(stage, days):
    assert values(stage, aws.cloudwatch.LogGroup, "retentionInDays") == {days}


@pytest.mark.parametrize(("stage", "days"), [("local", 1), ("dev", 7), ("prod", 90)])
def test_events_can_be_replayed_as_long_as_the_stage_says(stage, days):
    archive = deployed(stage).one(aws.cloudwatch.EventArchive, "platform-archive")
    assert archive.inputs["retentionDays"] == days


@pytest.mark.parametrize(("stage", "days"), [("local", [1]), ("dev", []), ("prod", [3650])])
def test_a_stage_that_is_audited_keeps_a_copy_of_all_events_that_no_service_can_reach(stage, days):
    cloud = deployed(stage)
    audit = [r for r in cloud.all(aws.cloudwatch.EventArchive) if "audit" in r.name]
    assert [r.inputs["retentionDays"] for r in audit] == days
    copies = [r for r in cloud.all(aws.cloudwatch.EventRule) if "audit" in r.name]
    sources = sorted({event.source for event in EVENTS})
    assert [r.json("eventPattern")["source"] for r in copies] == [sources] * len(days)
    writers = {grant.part for grant in may(cloud, "events:PutEvents") if "audit" in grant.resource}
    assert writers == {"platform-audit-copy-rule-permissions"} if days else writers == set()


def test_every_event_is_in_the_schema_registry():
    schemas = deployed("prod").all(aws.schemas.Schema)
    assert {r.inputs["name"] for r in schemas} == {
        f"{event.source}@{event.detail_type}" for event in EVENTS
    }
    for schema in schemas:
        jsonschema.Draft4Validator.check_schema(schema.json("content"))


def test_a_stage_of_choreography_alone_has_no_saga():
    cloud = deployed("dev", **UNUSUAL)
    assert [r.name for r in cloud.all(aws.sfn.StateMachine) if r.name.startswith("orders-")] == []
    assert [r.name for r in cloud.resources if "saga" in r.name] == []


def test_the_first_mode_is_what_new_orders_get():
    def mode(cloud: Cloud) -> str:
        function = cloud.one(aws.lambda_.Function, "orders-place-order-function")
        return function.inputs["environment"]["variables"]["ORDER_MODE"]

    assert mode(deployed("prod")) == "choreography"
    assert mode(deployed("dev")) == "saga"


def test_the_first_failed_compensation_of_a_saga_alarms():
    alarm = deployed("prod").one(aws.cloudwatch.MetricAlarm, "orders-compensations-failed-alarm")
    assert alarm.inputs["metricName"] == "CompensationsFailed"
    assert alarm.inputs["namespace"] == "platform-prod"
    assert alarm.inputs["dimensions"] == {"service": "orders"}
    assert (alarm.inputs["threshold"], alarm.inputs["evaluationPeriods"]) == (0, 1)


def test_events_go_to_a_partner_only_where_there_is_one():
    assert deployed("prod").all(aws.cloudwatch.EventApiDestination) == []
    partner = deployed("prod", **OPTIONAL)
    destination = partner.one(aws.cloudwatch.EventApiDestination)
    assert destination.inputs["invocationEndpoint"] == PARTNER
    rule = partner.one(aws.cloudwatch.EventRule, "notifications-tell-partner-rule")
    assert rule.json("eventPattern")["detail-type"] == ["OrderCancelled", "OrderConfirmed"]


@pytest.mark.parametrize(("stage", "state"), [("dev", "DISABLED"), ("prod", "ENABLED")])
def test_jobs_run_where_the_stage_says_so(stage, state):
    schedules = deployed(stage).all(aws.scheduler.Schedule)
    assert {r.inputs["state"] for r in schedules} == {state}
    assert {r.name: r.inputs["scheduleExpression"] for r in schedules} == {
        "analytics-compact-tables-schedule": "rate(1 day)",
        "orders-back-up-schedule": "cron(0 2 * * ? *)",
        "orders-sweep-orders-schedule": "rate(15 minutes)",
        "reports-aggregate-hour-schedule": "rate(1 hour)",
        "reports-daily-schedule": "cron(0 1 * * ? *)",
    }


@pytest.mark.parametrize(("stage", "traced"), [("local", True), ("dev", True), ("prod", False)])
def test_payloads_never_reach_the_logs_of_prod(stage, traced):
    assert setting(stage, "dataTraceEnabled") == {traced}
    for machine in deployed(stage).all(aws.sfn.StateMachine):
        logging = machine.inputs["loggingConfiguration"]
        assert logging["includeExecutionData"] is traced
        assert logging["level"] == ("ALL" if traced else "ERROR")


@pytest.mark.parametrize(
    ("stage", "rate", "burst"), [("local", 5000, 5000), ("dev", 50, 100), ("prod", 500, 1000)]
)
def test_every_api_is_limited_as_the_stage_says(stage, rate, burst):
    assert setting(stage, "throttlingRateLimit") == {rate}
    assert setting(stage, "throttlingBurstLimit") == {burst}
    for http in deployed(stage).all(aws.apigatewayv2.Stage):
        routes = http.inputs["defaultRouteSettings"]
        assert (routes["throttlingRateLimit"], routes["throttlingBurstLimit"]) == (rate, burst)


@pytest.mark.parametrize(
    ("stage", "origin"),
    [("local", "*"), ("dev", "*"), ("prod", "https://shop.example.com")],
)
def test_browsers_may_call_prod_from_the_shop_only(stage, origin):
    cloud = deployed(stage)
    for api in cloud.all(aws.apigatewayv2.Api):
        if api.inputs["protocolType"] == "WEBSOCKET":
            continue  # a browser's connect is no request of CORS: the token decides
        assert api.inputs["corsConfiguration"]["allowOrigins"] == [origin]
    for answer in cloud.all(aws.apigateway.IntegrationResponse):
        headers = answer.inputs["responseParameters"]
        assert headers["method.response.header.Access-Control-Allow-Origin"] == f"'{origin}'"
    given = {
        function.inputs["environment"]["variables"].get("CORS_ORIGIN")
        for function in cloud.all(aws.lambda_.Function)
    }
    assert given - {None} == {origin}


@pytest.mark.parametrize(("stage", "mfa"), [("local", "OFF"), ("dev", "OPTIONAL"), ("prod", "ON")])
def test_people_in_prod_need_a_second_factor(stage, mfa):
    assert values(stage, aws.cognito.UserPool, "mfaConfiguration") == {mfa}


def test_users_register_and_sign_in_at_a_page_only_where_the_stage_says_so():
    assert "signInUrl" not in deployed("prod").result
    closed = deployed("prod").one(aws.cognito.UserPool).inputs
    assert closed["adminCreateUserConfig"] == {"allowAdminCreateUserOnly": True}
    open_to_all = deployed("prod", **OPTIONAL)
    pool = open_to_all.one(aws.cognito.UserPool).inputs
    assert pool["adminCreateUserConfig"] == {"allowAdminCreateUserOnly": False}
    assert open_to_all.one(aws.cognito.UserPoolDomain).inputs["domain"] == "shop-of-a-test"
    client = open_to_all.one(aws.cognito.UserPoolClient).inputs
    assert client["callbackUrls"] == ["https://shop.example.com/signed-in"]
    assert "aws.cognito.signin.user.admin" in client["allowedOauthScopes"]
    assert "signInUrl" in open_to_all.result


@pytest.mark.parametrize(("stage", "plain"), [("local", True), ("dev", True), ("prod", False)])
def test_plain_passwords_are_for_tests_and_laptops(stage, plain):
    flows = deployed(stage).one(aws.cognito.UserPoolClient).inputs["explicitAuthFlows"]
    assert ("ALLOW_USER_PASSWORD_AUTH" in flows) is plain


@pytest.mark.parametrize(
    ("stage", "emails"), [("local", []), ("dev", []), ("prod", ["platform-alarms@example.com"])]
)
def test_the_alarms_of_prod_notify_its_subscribers(stage, emails):
    mails = [
        subscription.inputs["endpoint"]
        for subscription in deployed(stage).all(aws.sns.TopicSubscription)
        if subscription.inputs["protocol"] == "email"
    ]
    assert mails == emails


@pytest.mark.parametrize(
    ("stage", "architecture"), [("local", "x86_64"), ("dev", "arm64"), ("prod", "arm64")]
)
def test_functions_run_where_they_are_cheapest(stage, architecture):
    for function in deployed(stage).all(aws.lambda_.Function):
        assert function.inputs["architectures"] == [architecture]


# Functions of state machines, each with one thing to look up or to write.
TASKS = {
    "catalog-publish-import-function",
    "orders-cancel-order-function",
    "orders-request-step-function",
    "payments-record-transfer-function",
    "payments-request-transfer-function",
    "reports-find-hours-function",
}
# They hold a picture in memory.
IMAGES = {"media-scanned-make-thumbnail-function", "media-scanned-read-metadata-function"}
# They read the log of an hour, write the report of a day, load a part of a file, or merge files.
LONG = {
    "analytics-compact-tables-function",
    "catalog-load-import-part-function",
    "catalog-merge-rejects-function",
    "catalog-plan-file-import-function",
    "reports-count-hour-function",
    "reports-write-report-function",
}


def preset_of(function: Recorded) -> tuple[str | None, float]:
    """The preset whose memory and timeout a function has; its timeout where there is none."""
    has = (function.inputs["memorySize"], function.inputs["timeout"])
    names = [name for name, each in PRESETS.items() if (each.memory, each.timeout) == has]
    return (names[0] if names else None), function.inputs["timeout"]


@pytest.mark.parametrize("stage", STAGES)
def test_every_function_has_the_preset_of_its_kind_of_work(stage):
    for function in deployed(stage).all(aws.lambda_.Function):
        behind_api = "CORS_ORIGIN" in function.inputs["environment"]["variables"] or (
            function.name.startswith(("realtime-api-", "storefront-ask-"))
            and function.name != "realtime-api-broadcasts-function"
        )
        expected = "api" if behind_api else "simple" if function.name in TASKS else "io"
        if function.name in IMAGES:
            expected = "image"
        if function.name in LONG:
            assert preset_of(function) == (None, 300)
            assert function.inputs["memorySize"] == PRESETS["io"].memory
        else:
            assert preset_of(function)[0] == expected, function.name


@pytest.mark.parametrize("stage", STAGES)
def test_ten_copies_of_a_worker_try_a_message_five_times(stage):
    cloud = deployed(stage)
    policies = [q.json("redrivePolicy") for q in cloud.all(QUEUE) if "redrivePolicy" in q.inputs]
    assert {policy["maxReceiveCount"] for policy in policies} == {5}
    sources = [r.inputs for r in cloud.all(SOURCE) if "startingPosition" not in r.inputs]
    assert [source["scalingConfig"]["maximumConcurrency"] for source in sources] == [10] * len(
        policies
    )


@pytest.mark.parametrize("stage", STAGES)
def test_a_publisher_that_does_not_start_holds_its_shard_for_ten_tries(stage):
    sources = deployed(stage).all(SOURCE)
    outboxes = [r for r in sources if ":dynamodb:" in r.inputs["eventSourceArn"]]
    assert {r.name: r.inputs["maximumRetryAttempts"] for r in outboxes} == {
        f"{card.name}-publish-changes-source": 10 for card in CARDS if card.outbox
    }


@pytest.mark.parametrize("stage", STAGES)
def test_the_stage_of_a_rest_api_has_the_name_of_the_stage(stage):
    assert values(stage, aws.apigateway.Stage, "stageName") == {stage}


@pytest.mark.parametrize("stage", STAGES)
def test_who_uses_a_resource_with_a_key_may_use_the_key(stage):
    cloud = deployed(stage)
    assert keyed(cloud)
    assert missing(cloud) == []


def test_the_local_stage_calls_this_machine_only():
    [provider] = [r for r in deployed("local").resources if r.type == "pulumi:providers:aws"]
    [endpoints] = provider.json("endpoints")
    assert set(endpoints.values()) == {Settings.of_stage("local").endpoint}
    assert provider.inputs["accessKey"] == provider.inputs["secretKey"] == "test"
    for skipped in ("CredentialsValidation", "RequestingAccountId", "MetadataApiCheck"):
        assert provider.inputs[f"skip{skipped}"] == "true"
    services = {r.type.split(":")[1].split("/")[0] for r in deployed("local").resources}
    names = {"cloudwatch": {"cloudwatch", "events", "logs"}, "cognito": {"cognitoidp"}}
    for service in services - {"providers"} - {kind for kind in services if kind in AREAS}:
        assert {name.rstrip("_") for name in names.get(service, {service})} <= {
            name.rstrip("_") for name in endpoints
        }, service


AREAS = (
    "api",
    "compute",
    "data",
    "edge",
    "email",
    "graphql",
    "lake",
    "identity",
    "messaging",
    "objects",
    "observability",
    "schedule",
    "services",
    "streams",
    "workflow",
)


@pytest.mark.parametrize("stage", ["dev", "prod"])
def test_a_stage_on_aws_has_neither_endpoint_nor_keys(stage):
    [provider] = [r for r in deployed(stage).resources if r.type == "pulumi:providers:aws"]
    assert set(provider.inputs) == {"region", "defaultTags"} | {
        key for key in provider.inputs if key.startswith("skip")
    }
    assert provider.inputs["region"] == "eu-west-1"


def test_a_stage_that_shares_its_account_leaves_the_role_for_api_logs_to_the_other():
    cloud = deployed("dev", **OPTIONAL)
    assert cloud.all(aws.apigateway.Account) == []
    assert len(cloud.all(aws.apigateway.Stage)) == 3


def test_a_stage_in_another_partition_names_it_in_its_arns():
    cloud = deployed("dev", **UNUSUAL)
    found = {grant.resource for grant in may(cloud, "ssm:GetParameter")}
    assert found
    assert all(arn.startswith("arn:aws-us-gov:ssm:us-gov-west-1:") for arn in found)
