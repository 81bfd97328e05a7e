"""Rules on access to functions: what they allow and what they refuse."""

from __future__ import annotations

import pytest
from pulumi_aws import apigateway, apigatewayv2, cloudwatch, cognito, lambda_, s3, sns

from policies.framework.resource import UNKNOWN
from policies.relations.secrets import is_secret
from policies.rules import lambda_access
from tests.policies.asking import all_violations, passes, shown
from tests.policies.stacks import arn, resource

FUNCTION = resource(lambda_.Function, "f")
ALIAS = resource(lambda_.Alias, "a", refers={"functionName": [FUNCTION]})


def permission(principal, of=FUNCTION, **properties):
    return resource(
        lambda_.Permission, "p", refers={"function": [of]}, principal=principal, **properties
    )


def invoker(kind, key, of=FUNCTION, **properties):
    given = {key: arn("lambda", "function:f"), **properties}
    return resource(kind, "i", refers={key: [of]}, **given)


TARGET = invoker(cloudwatch.EventTarget, "arn")
METHOD = invoker(apigateway.Integration, "uri")
ROUTE = invoker(apigatewayv2.Integration, "integrationUri")
POOL = invoker(cognito.UserPool, "lambdaConfig")
BUCKET = invoker(s3.BucketNotification, "lambdaFunctions")
TOPIC = invoker(sns.TopicSubscription, "endpoint")
LOGS = invoker(cloudwatch.LogSubscriptionFilter, "destinationArn")


RULE = resource(cloudwatch.EventRule, "placed", arn=arn("events", "rule/placed"))
OTHER = resource(cloudwatch.EventRule, "other", arn=arn("events", "rule/other"))
# These are known at preview, too.
NAMED = resource(cloudwatch.EventRule, "placed", arn="rule/placed")
API = resource(apigatewayv2.Api, "api", id="a1")


def of_rule(rule=RULE):
    refers = {"arn": [FUNCTION], "rule": [rule]}
    return resource(cloudwatch.EventTarget, "i", refers, arn=arn("lambda", "function:f"))


def of_api():
    refers = {"integrationUri": [FUNCTION], "apiId": [API]}
    return resource(apigatewayv2.Integration, "i", refers, integrationUri="f")


def for_source(service, source):
    """A permission for one source, by reference."""
    refers = {"function": [FUNCTION], "sourceArn": [source]}
    given = {"principal": f"{service}.amazonaws.com", "sourceArn": source.properties["arn"]}
    return resource(lambda_.Permission, "p", refers, **given)


def variables(**given):
    return resource(lambda_.Function, "f", environment={"variables": given})


def url(*origins):
    return [resource(lambda_.FunctionUrl, "u", cors={"allowOrigins": [*origins]})]


ALLOWED = {
    lambda_access.function_url_lists_origins: {
        "a site": url("https://shop.example.com"),
        "no CORS": [resource(lambda_.FunctionUrl, "u")],
    },
    lambda_access.permission_names_source: {
        "an API": [permission("apigateway.amazonaws.com", sourceArn=arn("execute-api", "a/*"))],
        "buckets of an account": [permission("s3.amazonaws.com", sourceAccount="123456789012")],
        "a source that is not known yet": [permission("events.amazonaws.com", sourceArn=UNKNOWN)],
        "another account": [permission("123456789012")],
        "a role": [permission(arn("iam", "role/r"))],
        "an organization": [permission("*", principalOrgId="o-1")],
        "CloudFront's copies": [permission("edgelambda.amazonaws.com")],
    },
    lambda_access.function_allows_invoker: {
        "its rule": [FUNCTION, RULE, of_rule(), for_source("events", RULE)],
        "its rule, as all of the account": [
            *(FUNCTION, NAMED, of_rule(NAMED)),
            permission("events.amazonaws.com", sourceArn="rule/*"),
        ],
        "the path of its API": [
            *(FUNCTION, API, of_api()),
            permission("apigateway.amazonaws.com", sourceArn="execute-api:a1/*/GET/items"),
        ],
        "its rule is in another stack": [
            *(FUNCTION, of_rule(RULE), permission("events.amazonaws.com", sourceArn="rule/r"))
        ],
        "a source that nothing is known of": [
            *(FUNCTION, RULE, of_rule()),
            permission("events.amazonaws.com", sourceArn=UNKNOWN),
        ],
        "a rule": [FUNCTION, TARGET, permission("events.amazonaws.com")],
        "a rule, under a role": [
            FUNCTION,
            invoker(cloudwatch.EventTarget, "arn", roleArn=arn("iam", "role/r")),
        ],
        "a method": [FUNCTION, METHOD, permission("apigateway.amazonaws.com")],
        "an alias, by its own permission": [
            *(FUNCTION, ALIAS, invoker(apigateway.Integration, "uri", ALIAS)),
            permission("apigateway.amazonaws.com", ALIAS),
        ],
        "logs, of a region": [FUNCTION, LOGS, permission("logs.eu-west-1.amazonaws.com")],
        "a function of another stack": [
            resource(apigateway.Integration, "i", uri=arn("lambda", "function:theirs"))
        ],
    },
    lambda_access.function_url_has_authorizer: {
        "IAM": [resource(lambda_.FunctionUrl, "u", authorizationType="AWS_IAM")],
    },
    lambda_access.variables_hold_no_secret: {
        "names of resources": [variables(TABLE="orders", QUEUE_URL="https://sqs/q", TTL="60")],
        "where a secret is": [variables(BANK_SECRET="/shop/bank/secret", SECRET_ARN=arn("x", "y"))],
        "the name of a secret": [variables(DB_PASSWORD_NAME="orders-db", TOKEN_AUDIENCE="shop")],
        "a value that is not known yet": [variables(API_KEY=UNKNOWN)],
        "none": [FUNCTION],
    },
    lambda_access.asynchronous_invocation_is_retried: {
        "twice": [resource(lambda_.FunctionEventInvokeConfig, "c", maximumRetryAttempts=2.0)],
        "as Lambda does": [resource(lambda_.FunctionEventInvokeConfig, "c")],
    },
}
REFUSED = {
    lambda_access.function_url_lists_origins: {
        "every site": url("*"),
        "every site, too": url("https://shop.example.com", "*"),
    },
    lambda_access.permission_names_source: {
        "an API": [permission("apigateway.amazonaws.com")],
        "everyone": [permission("*")],
        "buckets, by an empty source": [permission("s3.amazonaws.com", sourceArn="")],
        "rules, in China": [permission("events.amazonaws.com.cn")],
        "any source": [permission("sns.amazonaws.com", sourceArn="*")],
        "an alias, with a name": [permission("sns.amazonaws.com", ALIAS, statementId="topic")],
    },
    lambda_access.function_allows_invoker: {
        "another rule": [FUNCTION, RULE, OTHER, of_rule(), for_source("events", OTHER)],
        "another rule, by its ARN": [
            *(FUNCTION, NAMED, of_rule(NAMED)),
            permission("events.amazonaws.com", sourceArn="rule/other"),
        ],
        "another API": [
            *(FUNCTION, API, of_api()),
            permission("apigateway.amazonaws.com", sourceArn="execute-api:b2/*/GET/items"),
        ],
        "a rule": [FUNCTION, TARGET],
        "a method, by a permission of rules": [
            FUNCTION,
            METHOD,
            permission("events.amazonaws.com"),
        ],
        "a route": [FUNCTION, ROUTE],
        "a user pool": [FUNCTION, POOL],
        "a bucket": [FUNCTION, BUCKET],
        "a topic": [FUNCTION, TOPIC, permission("sqs.amazonaws.com")],
        "logs": [FUNCTION, LOGS],
        "an alias": [FUNCTION, ALIAS, invoker(apigateway.Integration, "uri", ALIAS)],
    },
    lambda_access.function_url_has_authorizer: {
        "none": [resource(lambda_.FunctionUrl, "u", authorizationType="NONE")],
        "it is not set": [resource(lambda_.FunctionUrl, "u")],
    },
    lambda_access.variables_hold_no_secret: {
        "by a name": [variables(DB_PASSWORD="hunter2")],
        "by a name in another case": [variables(dbPassword="hunter2")],
        "a key of AWS": [variables(OTHER="AKIAIOSFODNN7EXAMPLE")],
        "a connection with a password": [
            variables(DATABASE="postgres://shop:hunter2@db:5432/shop")
        ],
        "a token of GitHub": [variables(CI="ghp_" + 36 * "a")],
        "beside a value that is not known yet": [variables(A=UNKNOWN, API_KEY="12345")],
    },
    lambda_access.asynchronous_invocation_is_retried: {
        "never": [resource(lambda_.FunctionEventInvokeConfig, "c", maximumRetryAttempts=0.0)],
        "never, as a whole number": [
            resource(lambda_.FunctionEventInvokeConfig, "c", maximumRetryAttempts=0)
        ],
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []


@pytest.mark.parametrize(
    ("name", "value", "secret"),
    [
        ("client_secret", "x1", True),
        ("auth-token", "x1", True),
        ("/shop/db/password", "x1", True),
        ("ACCESS_TOKEN", "x1", True),
        ("apiKey", "x1", True),
        ("PASSWORD", "", False),
        ("PASSWORD", 5, False),
        ("TOKEN_URL", "https://login.example.com", False),
        ("SECRET_NAME", "shop-bank", False),
        ("KEY", "orders/1", False),
        ("TOKENS", "5", False),
        ("COMPASS", "north", False),
        ("SECRET", "{{resolve:secretsmanager:bank}}", False),
        ("NOTE", "-----BEGIN RSA PRIVATE KEY-----", True),
        ("JWT", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NSJ9.c2ln", True),
    ],
)
def test_a_secret_is_known_by_its_name_or_its_form(name, value, secret):
    assert is_secret(name, value) is secret
