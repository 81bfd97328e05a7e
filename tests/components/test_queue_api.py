import json
from urllib.parse import parse_qs

import pytest
from pulumi_aws import apigateway, iam, lambda_

from components.api.queue_api import QueueApi, QueueApiArgs
from components.api.rest_direct import role_name
from components.messaging.queue import Queue, QueueArgs
from tests.cloud import ACCOUNT, REGION, Cloud, deploy
from tests.components.rest_orders import POOL
from tests.components.sample import TAGS, arn, defaults
from tests.components.velocity import overridden, rendered

BODY = {"type": "object", "required": ["text"]}
QUEUE = arn("sqs", "notes")
METHOD = "notes-post/"
ROLE = role_name(METHOD)


def made(**changes) -> Cloud:
    given = {"queue": QUEUE, "body": BODY, "user_pool": POOL, "defaults": defaults(), **changes}
    return deploy(lambda: QueueApi("notes", QueueApiArgs(**given)).url)


def integration(**changes):
    return made(**changes).one(apigateway.Integration, f"{METHOD}-integration").inputs


def sent(body: str, **changes):
    template = integration(**changes)["requestTemplates"]["application/json"]
    return parse_qs(rendered(template, body, claims={"sub": "maria&Action=DeleteQueue"}))


def test_a_post_goes_to_the_queue_without_a_function():
    cloud = made()
    assert cloud.all(lambda_.Function) == cloud.all(lambda_.Permission) == []
    found = cloud.one(apigateway.Integration, f"{METHOD}-integration").inputs
    assert found["type"] == "AWS"
    assert found["integrationHttpMethod"] == found["httpMethod"] == "POST"
    assert found["resourceId"] == "notes-api-root"
    assert found["uri"] == f"arn:aws:apigateway:{REGION}:sqs:path/{ACCOUNT}/notes"
    assert found["credentials"] == arn("iam", f"{ROLE}-role")
    assert found["requestParameters"] == {
        "integration.request.header.Content-Type": "'application/x-www-form-urlencoded'"
    }


def test_the_role_of_the_integration_may_send_to_this_queue_alone():
    cloud = made()
    [statement] = cloud.one(iam.RolePolicy, f"{ROLE}-permissions").json("policy")["Statement"]
    assert statement == {"Effect": "Allow", "Action": ["sqs:SendMessage"], "Resource": [QUEUE]}
    role = cloud.one(iam.Role, f"{ROLE}-role")
    [trust] = role.json("assumeRolePolicy")["Statement"]
    assert trust["Principal"] == {"Service": "apigateway.amazonaws.com"}
    assert role.inputs["tags"] == TAGS


def test_the_role_may_use_the_key_of_the_queue():
    class Encrypted:
        name, arn, url = "notes", QUEUE, "https://sqs"
        key_arn = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/k"

    policy = made(queue=Encrypted()).one(iam.RolePolicy, f"{ROLE}-permissions").json("policy")
    assert [statement["Action"] for statement in policy["Statement"]] == [
        ["sqs:SendMessage"],
        ["kms:Decrypt", "kms:GenerateDataKey"],
    ]


@pytest.mark.parametrize(
    "body",
    [
        '{"text": "a&Action=DeleteMessage&b=c"}',
        '{"text": "100 % + ü € \\u2028 = ?"}',
        '{"text": "$input.body #set($x = 1) \\" \' \\n"}',
    ],
)
def test_a_body_arrives_as_it_was_and_adds_nothing_to_the_request(body):
    assert sent(body) == {
        "Action": ["SendMessage"],
        "MessageBody": [body],
        "MessageAttribute.1.Name": ["caller"],
        "MessageAttribute.1.Value.DataType": ["String"],
        "MessageAttribute.1.Value.StringValue": ["maria&Action=DeleteQueue"],
    }


def test_a_public_api_sends_no_caller():
    assert sent("{}", public=True) == {"Action": ["SendMessage"], "MessageBody": ["{}"]}
    assert made(public=True, user_pool=None).all(apigateway.Authorizer) == []


def test_a_body_is_checked_and_no_other_content_type_passes():
    cloud = made()
    method = cloud.one(apigateway.Method, f"{METHOD}-method").inputs
    model = cloud.one(apigateway.Model, f"{METHOD}-model")
    assert model.json("schema") == BODY
    assert method["requestModels"] == {"application/json": model.inputs["name"]}
    assert method["authorization"] == "COGNITO_USER_POOLS"
    found = cloud.one(apigateway.Integration, f"{METHOD}-integration").inputs
    assert found["passthroughBehavior"] == "NEVER"
    assert list(found["requestTemplates"]) == ["application/json"]


def responses(cloud: Cloud) -> dict[str, dict]:
    return {
        each.inputs["statusCode"]: each.inputs
        for each in cloud.all(apigateway.IntegrationResponse)
        if each.name.startswith(METHOD)
    }


def test_what_sqs_answers_becomes_202_400_or_500():
    cloud = made()
    found = responses(cloud)
    assert {status: each.get("selectionPattern") for status, each in found.items()} == {
        "202": r"2\d{2}",
        "400": "400",
        "500": None,
    }
    declared = [
        each.inputs["statusCode"]
        for each in cloud.all(apigateway.MethodResponse)
        if each.name.startswith(METHOD)
    ]
    assert sorted(declared) == sorted(found)


def test_the_202_has_the_id_of_the_message():
    template = responses(made())["202"]["responseTemplates"]["application/json"]
    answer = {"SendMessageResponse": {"SendMessageResult": {"MessageId": "m-1"}}}
    body = json.loads(rendered(template, json.dumps(answer)))
    assert body == {"message": "accepted", "id": "m-1"}


@pytest.mark.parametrize("status", ["400", "500"])
def test_an_error_says_nothing_of_the_queue(status):
    template = responses(made())[status]["responseTemplates"]["application/json"]
    body = json.loads(rendered(template, '{"Error": {"Message": "arn:aws:sqs"}}'))
    assert sorted(body) == ["correlationId", "details", "error", "message"]
    assert (body["details"], body["correlationId"]) == ([], "request-1")
    assert "arn" not in str(body)


def test_browsers_may_read_every_response_and_have_a_preflight():
    cloud = made(defaults=defaults(cors_origins=("https://shop.example.com",)))
    for each in responses(cloud).values():
        assert each["responseParameters"] == {
            "method.response.header.Access-Control-Allow-Origin": "'https://shop.example.com'"
        }
    preflight = cloud.one(apigateway.Method, "notes-options/-method").inputs
    assert preflight["resourceId"] == "notes-api-root"


def test_of_several_origins_a_response_names_that_of_the_request():
    first, second = "https://shop.example.com", "https://admin.example.com"
    answer = {"SendMessageResponse": {"SendMessageResult": {"MessageId": "m-1"}}}
    cloud = made(defaults=defaults(cors_origins=(first, second)))
    for each in responses(cloud).values():
        assert each["responseParameters"] == {
            "method.response.header.Access-Control-Allow-Origin": f"'{first}'",
            "method.response.header.Vary": "'Origin'",
        }
        template = each["responseTemplates"]["application/json"]
        for origin, sent in ((second, {"Access-Control-Allow-Origin": second}), ("null", {})):
            assert overridden(template, json.dumps(answer), {"Origin": origin}) == sent


def test_the_deployment_depends_on_the_responses():
    cloud = made()
    parts = {each.urn for each in cloud.all(apigateway.IntegrationResponse)}
    assert parts <= set(cloud.one(apigateway.Deployment).dependencies)


def test_another_queue_is_deployed():
    triggers = [
        made(queue=queue).one(apigateway.Deployment).inputs["triggers"]
        for queue in (QUEUE, QUEUE, arn("sqs", "others"))
    ]
    assert triggers[0] == triggers[1] != triggers[2]


def test_the_queue_may_be_a_component_and_the_path_another():
    def program():
        queue = Queue("todo", QueueArgs(defaults=defaults()))
        QueueApi("notes", QueueApiArgs(queue=queue, body=BODY, path="/notes", public=True))

    found = deploy(program).one(apigateway.Integration, "notes-post/notes-integration").inputs
    assert found["uri"].endswith(f"sqs:path/{ACCOUNT}/todo-queue")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"queue": f"{QUEUE}.fifo"}, "queue must be a standard queue, got the FIFO queue notes"),
        ({"user_pool": None}, "routes need an authorizer, or public=True each: POST /"),
        ({"path": "notes"}, "path must be / or segments"),
    ],
)
def test_what_api_gateway_could_not_do_is_refused(changes, message):
    with pytest.raises(ValueError, match=message):
        QueueApiArgs(**{"queue": QUEUE, "body": BODY, "user_pool": POOL, **changes})
