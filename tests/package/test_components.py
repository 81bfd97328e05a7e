from __future__ import annotations

import pytest
from pulumi_aws import (
    apigateway,
    apigatewayv2,
    cloudwatch,
    dynamodb,
    iam,
    lambda_,
    s3,
    scheduler,
    sfn,
    sns,
    sqs,
)

from package.dashboard import bus_name
from tests.cloud import ACCOUNT
from tests.package.sample import ARN, FUNCTION, LEAST, SCHEMA, made

RESOURCES = SCHEMA["resources"]


@pytest.mark.parametrize("component", LEAST)
def test_every_required_output_has_a_value(component):
    required = RESOURCES[f"serverless:index:{component}"]["required"]
    assert {name: None for name in required if not made(component).result.get(name)} == {}


def test_every_component_is_tried():
    assert {f"serverless:index:{component}" for component in LEAST} == set(RESOURCES)


@pytest.mark.parametrize("component", LEAST)
def test_everything_that_a_component_makes_lies_within_it(component):
    cloud = made(component)
    urns = {each.urn for each in cloud.resources}
    [top] = [each for each in cloud.resources if each.parent not in urns]
    assert top.type == f"serverless:index:{component}"


def test_the_code_lies_where_the_program_says_and_goes_in_whole():
    function = made("Function").one(lambda_.Function).inputs
    assert function["code"].path == "tests/package"
    assert function["handler"] == "app.handle"


@pytest.mark.parametrize("path", ["nowhere", "pyproject.toml"])
def test_code_that_is_neither_folder_nor_zip_is_refused_in_the_programs_words(path):
    with pytest.raises(Exception, match=f"codePath must be a folder or a .zip file.*got {path}"):
        made("Function", codePath=path)


def test_a_function_gets_what_it_is_given():
    function = made(
        "Function",
        timeout=20,
        memory=1024,
        environment={"TABLE": "orders"},
        layers=["arn:aws:lambda:eu-west-1:123456789012:layer:tools:1"],
        runtime="nodejs22.x",
    ).one(lambda_.Function)
    given = function.inputs
    assert (given["timeout"], given["memorySize"]) == (20, 1024)
    assert given["environment"] == {"variables": {"TABLE": "orders"}}
    assert given["layers"] == ["arn:aws:lambda:eu-west-1:123456789012:layer:tools:1"]
    assert given["runtime"] == "nodejs22.x"


def test_a_function_may_do_what_its_permissions_say():
    orders = f"arn:aws:dynamodb:eu-west-1:{ACCOUNT}:table/orders"
    permission = {"actions": ["dynamodb:GetItem"], "resources": [orders]}
    policy = made("Function", permissions=[permission]).one(iam.RolePolicy).json("policy")
    assert {
        "Effect": "Allow",
        "Action": ["dynamodb:GetItem"],
        "Resource": [orders],
    } in policy["Statement"]


def test_a_permission_with_a_wildcard_is_refused():
    everything = {"actions": ["dynamodb:*"], "resources": ["arn:aws:dynamodb:eu-west-1::table/x"]}
    with pytest.raises(Exception, match="an action must be named in full"):
        made("Function", permissions=[everything])


def test_what_is_made_around_a_function_has_its_stage_defaults():
    defaults = {"alarmTopic": "arn:aws:sns:eu-west-1:123456789012:alarms", "alarmPeriods": 3}
    cloud = made("QueueWorker", function={**FUNCTION, "defaults": defaults})
    age = cloud.one(cloudwatch.MetricAlarm, "it-age-alarm").inputs
    assert age["alarmActions"] == [defaults["alarmTopic"]]
    errors = cloud.one(cloudwatch.MetricAlarm, "it-errors-alarm").inputs
    assert errors["metricQueries"][1]["metric"]["period"] == 180


def test_a_queue_feeds_a_worker_as_it_is_configured():
    cloud = made("QueueWorker", batchSize=5, maximumConcurrency=2, filters=[{"kind": ["a"]}])
    source = cloud.one(lambda_.EventSourceMapping).inputs
    assert source["batchSize"] == 5
    assert source["scalingConfig"] == {"maximumConcurrency": 2}
    assert source["filterCriteria"] == {"filters": [{"pattern": '{"body": {"kind": ["a"]}}'}]}
    assert cloud.result["queueUrl"].endswith("it-queue")


def test_a_wrong_number_is_refused_under_the_name_that_the_program_gave_it():
    with pytest.raises(Exception, match=r"^batchSize must be between 1 and 10 without batching"):
        made("QueueWorker", batchSize=11)
    with pytest.raises(Exception, match=r"^maximumConcurrency must be between 2 and 1,?000"):
        made("QueueWorker", maximumConcurrency=1)


def test_a_table_has_its_keys_and_indexes():
    cloud = made(
        "Table", sort="line", indexes=[{"name": "by-day", "key": "day"}], ttl="gone", stream=True
    )
    table = cloud.one(dynamodb.Table).inputs
    assert (table["hashKey"], table["rangeKey"]) == ("orderId", "line")
    assert [index["name"] for index in table["globalSecondaryIndexes"]] == ["by-day"]
    assert table["ttl"] == {"enabled": True, "attributeName": "gone"}
    assert cloud.result["streamArn"]


def test_a_table_that_is_kept_is_protected():
    assert made("Table", defaults={"keepData": True}).one(dynamodb.Table).protect


def test_a_rule_puts_matching_events_into_the_queue():
    cloud = made("EventSubscription", pattern={"detail": {"amount": [{"numeric": [">", 100]}]}})
    pattern = cloud.one(cloudwatch.EventRule).json("eventPattern")
    amounts = str(pattern)
    assert "'numeric': ['>', 100]" in amounts
    assert "100.0" not in amounts
    assert cloud.one(cloudwatch.EventTarget).inputs["arn"].endswith("it-queue")
    assert cloud.result["ruleName"]


def test_each_subscriber_of_a_fan_out_has_a_queue_and_a_filter_of_its_own():
    subscribers = {
        "mail": {"function": FUNCTION, "filterPolicy": {"kind": ["paid"]}},
        "ship": {"function": FUNCTION, "batchSize": 1, "filterScope": "MessageBody"},
    }
    cloud = made("FanOut", subscribers=subscribers)
    mail = cloud.one(sns.TopicSubscription, "it-mail-subscription")
    assert mail.json("filterPolicy") == {"kind": ["paid"]}
    assert cloud.one(lambda_.EventSourceMapping, "it-ship-source").inputs["batchSize"] == 1
    assert set(cloud.result["functionNames"]) == {"mail", "ship"}
    assert len(cloud.all(sqs.Queue)) == 4


def test_a_filter_scope_that_sns_does_not_know_is_refused():
    subscriber = {"function": FUNCTION, "filterScope": "Subject"}
    with pytest.raises(Exception, match="filterScope must be MessageAttributes or MessageBody"):
        made("FanOut", subscribers={"mail": subscriber})


def test_a_schedule_runs_its_function_through_a_fifo_queue():
    cloud = made("Schedule", timezone="Europe/London", flexibleMinutes=5, maxReceives=5)
    planned = cloud.one(scheduler.Schedule).inputs
    assert planned["scheduleExpression"] == "rate(5 minutes)"
    assert planned["scheduleExpressionTimezone"] == "Europe/London"
    assert planned["flexibleTimeWindow"]["maximumWindowInMinutes"] == 5
    queue = cloud.one(sqs.Queue, "it-queue")
    assert queue.inputs["fifoQueue"]
    assert queue.json("redrivePolicy")["maxReceiveCount"] == 5


MACHINE = f"arn:aws:states:eu-west-1:{ACCOUNT}:stateMachine:close-books"


def test_a_schedule_starts_a_workflow_that_it_is_given(monkeypatch):
    monkeypatch.setitem(LEAST, "Schedule", {"expression": "rate(5 minutes)"})
    cloud = made("Schedule", workflow=MACHINE, defaults={"targetRetries": 5})
    target = cloud.one(scheduler.Schedule).inputs["target"]
    assert target["arn"] == MACHINE
    assert target["retryPolicy"]["maximumRetryAttempts"] == 5
    assert cloud.all(lambda_.Function) == []
    assert "queueUrl" not in cloud.result


def test_a_schedule_of_a_function_takes_its_defaults_from_there():
    with pytest.raises(Exception, match="defaults of a function's schedule are those of the func"):
        made("Schedule", defaults={"targetRetries": 5})


def test_a_bucket_keeps_old_versions_as_long_as_it_is_configured():
    rules = made("Bucket", oldVersionDays=7).one(s3.BucketLifecycleConfiguration).inputs["rules"]
    [days] = [
        rule["noncurrentVersionExpiration"]["noncurrentDays"]
        for rule in rules
        if "noncurrentVersionExpiration" in rule
    ]
    assert days == 7


def test_an_alarm_watches_the_metric_that_it_is_given():
    alarm = made("Alarm", dimensions={"service": "orders"}, comparisonOperator="LessThanThreshold")
    watched = alarm.one(cloudwatch.MetricAlarm).inputs
    assert (watched["namespace"], watched["metricName"]) == ("Shop", "Refunds")
    assert watched["comparisonOperator"] == "LessThanThreshold"
    assert watched["dimensions"] == {"service": "orders"}
    assert (watched["statistic"], watched["period"], watched["threshold"]) == ("Sum", 60, 10)


def test_an_operator_that_cloudwatch_does_not_know_is_refused():
    with pytest.raises(Exception, match="comparisonOperator must be one of GreaterThan"):
        made("Alarm", comparisonOperator=">")


RULE = f"arn:aws:events:eu-west-1:{ACCOUNT}:rule/"


def test_a_dashboard_shows_what_it_is_given():
    cloud = made(
        "Dashboard",
        restApis=["shop"],
        httpApis=["a1b2"],
        deadLetterQueues=["jobs-dead-letters"],
        rules=[f"{RULE}bus/rule", f"{RULE}other"],
    )
    body = cloud.one(cloudwatch.Dashboard).json("dashboardBody")
    shown = str([widget["properties"]["metrics"] for widget in body["widgets"]])
    for dimension in ("'ApiName', 'shop'", "'ApiId', 'a1b2'", "'TableName'", "jobs-dead-letters"):
        assert dimension in shown
    assert "'EventBusName', 'bus', 'RuleName', 'rule'" in shown
    assert "'EventBusName', 'default', 'RuleName', 'other'" in shown


def test_what_is_no_rule_is_refused_by_a_dashboard():
    queue = f"arn:aws:sqs:eu-west-1:{ACCOUNT}:queue"
    with pytest.raises(ValueError, match=f"rules must be ARNs of event rules, got {queue}"):
        bus_name(queue)


WAITS = {
    "Comment": "waits",
    "StartAt": "Wait",
    "TimeoutSeconds": 60,
    "States": {
        "Done": {"Type": "Succeed"},
        "Wait": {"Type": "Wait", "Seconds": 5, "Next": "Done"},
    },
}


def test_a_workflow_is_its_definition_with_whole_numbers():
    machine = made("Workflow", definition=WAITS).one(sfn.StateMachine)
    assert machine.json("definition") == WAITS
    assert "5.0" not in machine.inputs["definition"]


@pytest.mark.parametrize(
    ("definition", "said"),
    [
        ({"States": {}}, "definition must have at least one state under States, got none"),
        ({**WAITS, "StartAt": "Begin"}, "StartAt must be one of Done, Wait, got Begin"),
        ({"StartAt": "A", "States": {"A": {"Next": "A"}}}, "a Type, missing in A"),
        ({**WAITS, "StartAt": "Done"}, "Wait"),
    ],
    ids=["no states", "begins nowhere", "no type", "never reached"],
)
def test_a_definition_that_cannot_run_is_refused(definition, said):
    with pytest.raises(Exception, match=said):
        made("Workflow", definition=definition)


def test_a_workflow_may_do_what_its_permissions_say():
    function = f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:pay"
    permission = {"actions": ["lambda:InvokeFunction"], "resources": [function]}
    policy = made("Workflow", permissions=[permission]).one(iam.RolePolicy).json("policy")
    assert [function] in [statement["Resource"] for statement in policy["Statement"]]


CLOSED = {"method": "POST", "path": "/orders", "functionArn": ARN}


def test_a_route_calls_an_existing_function_with_a_token_of_the_issuer():
    cloud = made("HttpApi", routes=[CLOSED], issuer="https://issuer", audience="shop")
    authorizer = cloud.one(apigatewayv2.Authorizer).inputs["jwtConfiguration"]
    assert authorizer == {"issuer": "https://issuer", "audiences": ["shop"]}
    assert cloud.one(apigatewayv2.Route).inputs["authorizationType"] == "JWT"
    assert ARN in cloud.one(apigatewayv2.Integration).inputs["integrationUri"]
    assert cloud.one(lambda_.Permission).inputs["principal"] == "apigateway.amazonaws.com"


def test_a_closed_route_needs_tokens_and_tokens_need_both_their_parts():
    with pytest.raises(Exception, match="routes need an authorizer"):
        made("HttpApi", routes=[CLOSED])
    with pytest.raises(Exception, match="issuer and audience must be given together"):
        made("HttpApi", routes=[CLOSED], issuer="https://issuer")


def test_a_rest_api_checks_bodies_and_tokens():
    body = {"type": "object", "properties": {"count": {"minimum": 1}}}
    pool = f"arn:aws:cognito-idp:eu-west-1:{ACCOUNT}:userpool/eu-west-1_a"
    cloud = made("RestApi", routes=[{**CLOSED, "body": body}], userPool=pool, stage="v1")
    assert cloud.one(apigateway.Authorizer).inputs["providerArns"] == [pool]
    [model] = [m for m in cloud.all(apigateway.Model) if not m.name.endswith("-methods")]
    assert model.json("schema")["properties"] == body["properties"]
    assert "1.0" not in model.inputs["schema"]
    assert cloud.one(apigateway.Stage).inputs["stageName"] == "v1"
    assert cloud.all(apigateway.Account) == []


def test_a_rest_api_sets_the_accounts_role_for_logs_if_asked_to():
    cloud = made("RestApi", accountLogs=True)
    account = cloud.one(apigateway.Account)
    assert account.urn in cloud.one(apigateway.Stage).dependencies


def test_an_argument_is_named_as_written_in_what_an_api_refuses():
    with pytest.raises(Exception, match="corsOrigins must be at least one for a REST API"):
        made("RestApi", defaults={"corsOrigins": []})
