"""Rules on IAM policies and resource policies: what they allow and what they refuse."""

from __future__ import annotations

import json

import pytest
from pulumi_aws import cloudwatch, iam, kms, lambda_, s3, secretsmanager, sns, sqs

from policies.framework.resource import UNKNOWN
from policies.rules import iam as rules
from tests.policies.asking import all_violations, alone, passes, shown
from tests.policies.stacks import arn, resource

TABLE = "arn:aws:dynamodb:eu-west-1:123456789012:table/orders"


def text(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(action="sqs:SendMessage", on="queue", **more):
    return {"Effect": "Allow", "Action": action, "Resource": on, **more}


def policy(*statements, kind=iam.RolePolicy):
    return resource(kind, "p", policy=text(*statements))


def attached(name, kind=iam.RolePolicyAttachment):
    return resource(kind, "a", policyArn=name)


def trust(principal, **more):
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole", **more}
    return resource(iam.Role, "r", assumeRolePolicy=text(statement))


def of_queue(principal="*", kind=sqs.QueuePolicy, **more):
    return resource(kind, "p", policy=text(allow(Principal=principal, **more)))


def inline(*statements):
    return resource(iam.Role, "r", inlinePolicies=[{"name": "own", "policy": text(*statements)}])


EVERYWHERE = "*"
SNS = {"Service": "sns.amazonaws.com"}
PASSED = {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}}
ACCOUNT = {"StringEquals": {"aws:SourceAccount": "123456789012"}}
OIDC = {"StringEquals": {"token.actions.githubusercontent.com:sub": "repo:shop/shop"}}
PLAIN = {"Bool": {"aws:SecureTransport": "false"}}


def of_bus(principal, **properties):
    return resource(cloudwatch.EventPermission, "p", principal=principal, **properties)


def of_layer(principal, **properties):
    given = {"principal": principal, "action": "lambda:GetLayerVersion", **properties}
    return resource(lambda_.LayerVersionPermission, "p", **given)


ALLOWED = {
    rules.no_key_is_kept: {"a user without one": [resource(iam.User, "u", name="u")]},
    rules.policy_names_actions: {
        "it names them": [policy(allow(["dynamodb:GetItem", "dynamodb:Query"], "t"))],
        "a specific beginning": [policy(allow("kms:GenerateDataKey*", "k"))],
        "every action of X-Ray": [policy(allow("xray:*", "*"))],
        "it denies all": [policy({"Effect": "Deny", "Action": "*", "Resource": "*"})],
        "it is made of what is not known yet": [resource(iam.RolePolicy, "p", policy=UNKNOWN)],
    },
    rules.policy_names_resources: {
        "it names them": [policy(allow("dynamodb:Query", [TABLE, f"{TABLE}/index/*"]))],
        "objects of a bucket": [policy(allow("s3:GetObject", "arn:aws:s3:::files/*"))],
        "actions that take none": [policy(allow(["xray:PutTraceSegments", "ec2:Describe*"], "*"))],
        "a condition says which": [
            policy(
                allow("ec2:RunTask", "*", Condition={"StringEquals": {"aws:ResourceTag/a": "b"}})
            )
        ],
        "it denies all": [policy({"Effect": "Deny", "Action": "s3:*", "Resource": "*"})],
    },
    rules.policy_gives_no_way_up: {
        "it reads code": [policy(allow("lambda:GetFunction", "f"))],
        "a role that is named, to a service": [
            policy(allow("iam:PassRole", "role/t", Condition=PASSED))
        ],
        "a role that is named": [policy(allow("iam:PassRole", "role/t"))],
        "it reads roles": [policy(allow("iam:GetRole", "role/t"))],
        "it runs code, without a role": [policy(allow("lambda:CreateFunction", "f"))],
    },
    rules.no_policy_is_for_administrators: {
        "AWS's policy for logs": [
            attached("arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole")
        ],
        "one of its own": [attached(arn("iam", "policy/orders"))],
        "to read": [attached("arn:aws:iam::aws:policy/ReadOnlyAccess")],
    },
    rules.role_names_principals: {
        "a service": [trust({"Service": "lambda.amazonaws.com"})],
        "an account": [trust({"AWS": "123456789012"})],
        "all of an organization": [
            trust({"AWS": "*"}, Condition={"StringEquals": {"aws:PrincipalOrgID": "o-1"}})
        ],
        "what runs in a repository": [trust({"Federated": "github"}, Condition=OIDC)],
    },
    rules.resource_policy_is_closed: {
        "an account may put events": [of_bus("123456789012")],
        "everyone of an organization may put events": [
            of_bus("*", condition={"key": "aws:PrincipalOrgID", "type": "StringEquals"})
        ],
        "everyone of an organization may use a layer": [of_layer("*", organizationId="o-1")],
        "a service": [of_queue(SNS)],
        "everyone, of the account": [of_queue("*", Condition=ACCOUNT)],
        "everyone, on behalf of a topic": [
            of_queue({"AWS": "*"}, Condition={"ArnLike": {"AWS:SourceArn": "topic"}})
        ],
        "everyone is denied": [
            resource(sqs.QueuePolicy, "p", policy=text({**allow(Principal="*"), "Effect": "Deny"}))
        ],
        "no policy": [resource(sqs.Queue, "q")],
    },
    rules.service_acts_for_someone: {
        "for the account": [of_queue(SNS, Condition=ACCOUNT)],
        "for a topic": [of_queue(SNS, Condition={"ArnEquals": {"aws:SourceArn": "topic"}})],
        "no service": [of_queue({"AWS": "123456789012"})],
    },
}
REFUSED = {
    rules.no_key_is_kept: {
        "of a user": [resource(iam.AccessKey, "k", user="u")],
        "one that is not active": [resource(iam.AccessKey, "k", user="u", status="Inactive")],
    },
    rules.policy_names_actions: {
        "every action": [policy(allow("*"))],
        "every action of a service": [policy(allow(["sqs:SendMessage", "dynamodb:*"]))],
        "all that begin with two characters": [policy(allow("s3:Ge*"))],
        "all but one": [policy({"Effect": "Allow", "NotAction": "iam:*", "Resource": "q"})],
        "one statement, in place of a list": [
            resource(iam.Policy, "p", policy=json.dumps({"Statement": allow("SQS:*")}))
        ],
        "a policy of the role itself": [inline(allow("sqs:*"))],
        "an object in place of text": [
            resource(iam.UserPolicy, "p", policy={"Statement": [allow("sqs:*")]})
        ],
    },
    rules.policy_names_resources: {
        "every resource": [policy(allow("dynamodb:PutItem", "*"))],
        "every resource, beside one": [policy(allow("dynamodb:PutItem", ["t", "*"]))],
        "all but one": [
            policy({"Effect": "Allow", "Action": "s3:GetObject", "NotResource": "secrets"})
        ],
        "a policy of the role itself": [inline(allow("sqs:SendMessage", EVERYWHERE))],
        "beside actions that take none": [
            policy(allow(["xray:PutTraceSegments", "sqs:SendMessage"], "*"))
        ],
    },
    rules.policy_gives_no_way_up: {
        "code of its own for a function": [policy(allow("lambda:UpdateFunctionCode", "f"))],
        "any role": [policy(allow("iam:PassRole", "*"))],
        "a role, and code for it": [
            policy(allow("iam:PassRole", "role/t"), allow("lambda:CreateFunction", "f"))
        ],
        "who may assume a role": [policy(allow("iam:UpdateAssumeRolePolicy", "role/t"))],
        "a policy for a role, in another case": [policy(allow("IAM:putrolepolicy", "role/t"))],
        "every action of IAM": [policy(allow("iam:*", "role/t"))],
        "a version of a policy": [inline(allow("iam:CreatePolicyVersion", "policy/p"))],
    },
    rules.no_policy_is_for_administrators: {
        "of a user": [attached("AdministratorAccess", iam.UserPolicyAttachment)],
        "of a group": [attached("AmazonS3FullAccess", iam.GroupPolicyAttachment)],
        "of a role": [attached("policy/PowerUserAccess")],
        "in a list of a role": [
            resource(iam.Role, "r", managedPolicyArns=["policy/AmazonDynamoDBFullAccess"])
        ],
    },
    rules.role_names_principals: {
        "everyone": [trust("*")],
        "everyone, as an account": [trust({"AWS": "*"})],
        "everyone, in a list": [trust({"AWS": ["123456789012", "*"]})],
        "everyone who uses TLS": [trust("*", Condition={"Bool": {"aws:SecureTransport": "true"}})],
    },
    rules.resource_policy_is_closed: {
        "everyone may put events": [of_bus("*")],
        "everyone may use a layer": [of_layer("*")],
        "a queue": [of_queue()],
        "a queue, by its own policy": [of_queue(kind=sqs.Queue)],
        "a topic": [of_queue({"AWS": "*"}, sns.TopicPolicy)],
        "a bucket": [of_queue(kind=s3.BucketPolicy)],
        "a bus": [of_queue(kind=cloudwatch.EventBusPolicy)],
        "a key": [of_queue({"AWS": ["*"]}, kms.Key)],
        "a secret": [of_queue(kind=secretsmanager.SecretPolicy)],
        "on a condition that narrows nothing": [of_queue(Condition=PLAIN)],
        "all but an account": [
            of_queue(Condition={"StringNotEquals": {"aws:SourceAccount": "123456789012"}})
        ],
        "of any account": [of_queue(Condition={"StringLike": {"aws:SourceAccount": "*"}})],
    },
    rules.service_acts_for_someone: {
        "a queue": [of_queue(SNS)],
        "a topic, on a condition that narrows nothing": [
            of_queue({"Service": ["events.amazonaws.com"]}, sns.TopicPolicy, Condition=PLAIN)
        ],
        "of any source": [of_queue(SNS, Condition={"ArnLike": {"aws:SourceArn": "*"}})],
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []


@pytest.mark.parametrize(
    "on",
    [
        "arn:aws:dynamodb:eu-west-1:123456789012:table/*",
        "arn:aws:s3:::*",
        "arn:aws:s3:::*/*",
        "arn:aws:sqs:eu-west-1:123456789012:*",
        "arn:aws:lambda:*:*:function:*",
        "arn:aws:secretsmanager:eu-west-1:123456789012:secret:*",
        "arn:aws:dynamodb:*:*:table/*/*",
    ],
)
def test_an_arn_of_everything_of_a_kind_is_a_wildcard(on):
    assert alone(rules.policy_names_resources, [policy(allow("dynamodb:PutItem", on))]) != []


@pytest.mark.parametrize(
    "on",
    [
        "arn:aws:dynamodb:eu-west-1:123456789012:table/orders*",
        "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/f:*",
        "arn:aws:execute-api:eu-west-1:123456789012:a1/prod/POST/@connections/*",
        "arn:aws:ssm:eu-west-1:123456789012:parameter/shop/*",
    ],
)
def test_an_arn_of_what_is_in_one_resource_is_none(on):
    assert alone(rules.policy_names_resources, [policy(allow("dynamodb:PutItem", on))]) == []


def test_an_attachment_of_another_account_s_administrator_is_read_by_its_name():
    admin = attached("arn:aws-us-gov:iam::aws:policy/AdministratorAccess-Amplify")
    assert alone(rules.no_policy_is_for_administrators, [admin]) != []
