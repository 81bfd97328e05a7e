import pytest
from pulumi_aws import cloudwatch, iam, iot, lambda_

from components.access import policy, statements
from components.realtime.iot_channel import IotChannel, IotChannelArgs
from tests.cloud import ACCOUNT, REGION, Cloud, deploy
from tests.components.event_rules import rule_role, rule_trust
from tests.components.sample import TAGS, arn, defaults, function, grants

FUNCTION, QUEUE = arn("lambda", "function:theirs"), arn("sqs", "theirs")
FAILED = arn("sqs", "chat-room-dead-letters")


def args(**changes) -> IotChannelArgs:
    given = {"prefix": "shop/chat", "defaults": defaults(), **changes}
    is_other = {"queue", "stream"} & changes.keys()
    return IotChannelArgs(**given if is_other else {"function": FUNCTION, **given})


def made(**changes) -> Cloud:
    return deploy(lambda: IotChannel("chat-room", args(**changes)).rule.arn)


def refusal(**changes) -> str:
    with pytest.raises(ValueError) as refused:
        args(**changes)
    return str(refused.value)


def allowed(**changes) -> dict[str, dict]:
    """The statements of the clients' policy by their action."""
    statements = made(**changes).one(iot.Policy).json("policy")["Statement"]
    assert {each["Effect"] for each in statements} == {"Allow"}
    return {each["Action"]: each for each in statements}


@pytest.mark.parametrize(
    ("clients", "variable"),
    [
        ("identity", "${cognito-identity.amazonaws.com:sub}"),
        ("thing", "${iot:Connection.Thing.ThingName}"),
    ],
)
def test_a_client_connects_by_its_own_id_and_reaches_its_own_topics(clients, variable):
    resources = {action: each["Resource"] for action, each in allowed(clients=clients).items()}
    assert resources == {
        "iot:Connect": [arn("iot", f"client/{variable}")],
        "iot:Publish": [arn("iot", f"topic/shop/chat/from/{variable}")],
        "iot:Subscribe": [
            arn("iot", f"topicfilter/shop/chat/to/{variable}"),
            arn("iot", "topicfilter/shop/chat/all"),
        ],
        "iot:Receive": [
            arn("iot", f"topic/shop/chat/to/{variable}"),
            arn("iot", "topic/shop/chat/all"),
        ],
    }
    assert "*" not in str(resources)


def test_a_certificate_must_belong_to_the_thing_by_whose_name_it_connects():
    attached = {"Bool": {"iot:Connection.Thing.IsAttached": ["true"]}}
    assert all(each["Condition"] == attached for each in allowed(clients="thing").values())
    assert not any("Condition" in each for each in allowed().values())


def test_the_consumer_gets_what_clients_publish_and_who_it_was():
    rule = made().one(iot.TopicRule).inputs
    assert rule["sql"] == (
        "SELECT *, clientid() AS clientId, timestamp() AS receivedAt FROM 'shop/chat/from/+'"
    )
    assert (rule["sqlVersion"], rule["enabled"]) == ("2016-03-23", True)
    assert rule["tags"] == TAGS


def test_the_name_of_a_rule_has_no_hyphens():
    assert made().one(iot.TopicRule).name == "chat_room_rule"


def test_a_function_is_invoked_by_this_rule_alone():
    cloud = made()
    rule = cloud.one(iot.TopicRule).inputs
    assert rule["lambdas"] == [{"functionArn": FUNCTION}]
    assert "sqs" not in rule
    permission = cloud.one(lambda_.Permission).inputs
    assert permission["principal"] == "iot.amazonaws.com"
    assert permission["sourceArn"] == arn("iot", "chat_room_rule")


def test_a_function_of_the_channel_may_publish_and_what_it_fails_is_kept():
    cloud = made(function=function(timeout=10))
    assert cloud.one(iot.TopicRule).inputs["lambdas"] == [
        {"functionArn": arn("lambda", "chat-room-function")}
    ]
    made_function = cloud.one(lambda_.Function).inputs
    assert made_function["environment"]["variables"]["TOPIC_PREFIX"] == "shop/chat"
    granted = {each["Action"][0]: each["Resource"] for each in grants(cloud, "chat-room")}
    assert granted == {
        "iot:Publish": [arn("iot", "topic/shop/chat/to/*"), arn("iot", "topic/shop/chat/all")],
        "sqs:SendMessage": [FAILED],
    }
    config = cloud.one(lambda_.FunctionEventInvokeConfig).inputs["destinationConfig"]
    assert config == {"onFailure": {"destination": FAILED}}


def test_a_function_keeps_the_destination_that_it_has():
    cloud = made(function=function(timeout=10, on_failure=QUEUE))
    config = cloud.one(lambda_.FunctionEventInvokeConfig).inputs["destinationConfig"]
    assert config == {"onFailure": {"destination": QUEUE}}


def test_a_queue_gets_the_messages_by_the_role_of_the_rule():
    cloud = made(queue=QUEUE)
    rule = cloud.one(iot.TopicRule).inputs
    [action] = rule["sqs"]
    assert action["queueUrl"].endswith("/theirs")
    assert action["roleArn"] == arn("iam", "chat-room-rule-role")
    assert action["useBase64"] is False
    assert "lambdas" not in rule
    assert cloud.all(lambda_.Permission) == []
    sends = [each["Resource"] for each in rule_role(cloud, "chat-room")]
    assert sends == [[FAILED], [QUEUE]]


def test_a_stream_gets_the_messages_of_a_client_in_order():
    cloud = made(stream=arn("kinesis", "stream/readings"))
    [action] = cloud.one(iot.TopicRule).inputs["kineses"]
    assert (action["streamName"], action["partitionKey"]) == ("readings", "${clientid()}")
    assert action["roleArn"] == arn("iam", "chat-room-rule-role")
    [allowed] = [
        each["Resource"]
        for each in cloud.one(iam.RolePolicy).json("policy")["Statement"]
        if "kinesis:PutRecord" in each["Action"]
    ]
    assert allowed == [arn("kinesis", "stream/readings")]


def test_what_the_consumer_does_not_take_moves_to_the_dead_letter_queue():
    cloud = made()
    failed = cloud.one(iot.TopicRule).inputs["errorAction"]["sqs"]
    assert failed["queueUrl"].endswith("/chat-room-dead-letters")
    assert failed["roleArn"] == arn("iam", "chat-room-rule-role")
    assert rule_role(cloud, "chat-room") == [
        {"Effect": "Allow", "Action": ["sqs:SendMessage"], "Resource": [FAILED]}
    ]


def test_rules_of_this_account_and_region_alone_may_take_the_role():
    trust = rule_trust(made(), "chat-room")
    assert trust["Principal"] == {"Service": "iot.amazonaws.com"}
    rules = f"arn:aws:iot:{REGION}:{ACCOUNT}:rule/*"
    assert trust["Condition"] == {"ArnEquals": {"aws:SourceArn": rules}}


@pytest.mark.parametrize(
    ("alarm", "metric"), [("parse-errors", "ParseError"), ("throttles", "RuleMessageThrottled")]
)
def test_messages_that_are_lost_before_an_action_have_alarms(alarm, metric):
    inputs = made().one(cloudwatch.MetricAlarm, f"chat-room-{alarm}-alarm").inputs
    assert (inputs["namespace"], inputs["metricName"]) == ("AWS/IoT", metric)
    assert list(inputs["dimensions"]) == ["RuleName"]
    assert (inputs["threshold"], inputs["evaluationPeriods"]) == (0, 1)


def test_functions_may_publish_to_one_client_and_to_all():
    def program() -> None:
        grant = IotChannel("chat-room", args()).publish("CHAT_TOPICS")
        assert grant.environment == {"CHAT_TOPICS": "shop/chat"}
        assert grant.actions == ("iot:Publish",)
        iam.Policy("granted", policy=policy(*statements(grant)))

    [statement] = deploy(program).one(iam.Policy, "granted").json("policy")["Statement"]
    assert statement["Resource"] == [
        arn("iot", "topic/shop/chat/to/*"),
        arn("iot", "topic/shop/chat/all"),
    ]


@pytest.mark.parametrize(
    "prefix", ["", "/shop", "shop/", "shop//chat", "shop/+", "#", "$aws/x", "a b", "a/b/c/d/e/f/g"]
)
def test_a_prefix_that_is_no_topic_is_refused(prefix):
    assert refusal(prefix=prefix).endswith(f"up to 100 characters, got {prefix}")


def test_a_prefix_is_not_too_long():
    assert args(prefix="a" * 100).prefix == "a" * 100
    assert refusal(prefix="a" * 101).endswith("a" * 101)


def test_clients_are_identities_or_things():
    assert refusal(clients="everybody") == ("clients must be one of identity, thing, got everybody")


def test_there_is_one_consumer():
    assert refusal(queue=QUEUE, function=FUNCTION) == (
        "an IoT channel must have one of function, queue, stream; got function and queue"
    )
    assert refusal(queue=None) == (
        "an IoT channel must have one of function, queue, stream; got none"
    )
