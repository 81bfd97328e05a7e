"""AWS Lambda, access: who may invoke functions, and what their variables hold."""

from __future__ import annotations

from collections.abc import Iterator

from pulumi_policy import Severity

from policies.framework.aws import lambda_
from policies.framework.graph import Graph
from policies.framework.level import Level
from policies.framework.resource import Resource
from policies.framework.rule import rule
from policies.relations.cors import ANY, FAULT
from policies.relations.invokers import INVOKERS, invocations, is_permitted
from policies.relations.secrets import is_secret

GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg"

# A principal of these says which of its resources calls by another key, or has none.
WITHOUT_SOURCE = ("edgelambda.amazonaws.com", "replicator.lambda.amazonaws.com")


@rule(
    "lambda-permission-source",
    "A permission names the resource that may invoke the function",
    about=lambda_.Permission,
    severity=Severity.HIGH,
    remedy="Set source_arn to the ARN of the API, rule, topic or bucket; to let another account "
    "invoke, name the account as principal",
    documentation=f"{GUIDE}/permissions-function-services.html",
)
def permission_names_source(permission: Resource, graph: Graph) -> Iterator[str]:
    """Without a source a service may invoke the function on behalf of any account: anyone who makes
    an API, a rule or a bucket there invokes it."""
    # A service is named in the program; what is not known yet is the ARN of a role.
    principal = str(permission.properties.get("principal", ""))
    narrowed = any(permission.has(key) for key in NARROWED_BY)
    if principal == "*" and not narrowed:
        yield "everyone may invoke the function"
    elif ".amazonaws.com" in principal and principal not in WITHOUT_SOURCE and not narrowed:
        yield f"{principal} may invoke the function for any resource of any account"
    elif permission.properties.get("sourceArn") == "*":
        yield f"{principal} may invoke the function for any resource of any account"


NARROWED_BY = ("sourceArn", "sourceAccount", "principalOrgId", "eventSourceToken")


@rule(
    "lambda-function-invoker-allowed",
    "A function's policy allows the service that invokes it",
    about=INVOKERS,
    severity=Severity.CRITICAL,
    remedy="Add a permission (aws.lambda_.Permission) for the service principal, with the ARN of "
    "the rule, topic, bucket or API as source_arn",
    documentation=f"{GUIDE}/access-control-resource-based.html",
)
def function_allows_invoker(invoker: Resource, graph: Graph) -> Iterator[str]:
    """Without a permission the service is refused: an API answers 500, an event is lost."""
    for service, function in invocations(invoker, graph):
        if not is_permitted(service, invoker, function, graph):
            yield f"it invokes {function.name}, which no permission lets {service} do"


@rule(
    "lambda-function-url-authorizer",
    "A function URL asks who calls",
    about=lambda_.FunctionUrl,
    severity=Severity.HIGH,
    remedy="Set authorization_type to AWS_IAM, or put an API with an authorizer before it",
    documentation=f"{GUIDE}/urls-auth.html",
)
def function_url_has_authorizer(url: Resource) -> Iterator[str]:
    """A URL of the type NONE is open to the whole internet, with no limit but the concurrency of
    the account."""
    if url.get("authorizationType", "NONE") == "NONE":
        yield "anyone may call it"


@rule(
    "lambda-function-url-cors-origins-listed",
    "Browsers may call a function URL from the sites that are listed",
    about=lambda_.FunctionUrl,
    severity=Severity.MEDIUM,
    level=Level.MANDATORY_IN_PROD,
    once_per_stack=True,
    remedy="List the origins of your sites in place of *",
    documentation=f"{GUIDE}/urls-configuration.html",
)
def function_url_lists_origins(url: Resource) -> Iterator[str]:
    """With * a script of any site reads what the function answers to its visitor."""
    if any(origin in ANY for origin in url.get("cors.allowOrigins", [])):
        yield FAULT


@rule(
    "lambda-function-variable-secret",
    "A function's variables hold no secret",
    about=lambda_.Function,
    severity=Severity.HIGH,
    remedy="Keep the secret in Secrets Manager or as a SecureString, give the function its name, "
    "and read it at run time",
    documentation=f"{GUIDE}/configuration-envvars-encryption.html",
)
def variables_hold_no_secret(function: Resource) -> Iterator[str]:
    """Everyone who may describe a function reads its variables, in the console, in the state of the
    stack and in the trail of changes."""
    variables = function.get("environment.variables", {})
    for name in sorted(variables):
        if is_secret(name, variables[name]):
            yield f"the variable {name} holds a secret"


@rule(
    "lambda-function-async-retries",
    "Lambda retries an asynchronous invocation that fails",
    about=lambda_.FunctionEventInvokeConfig,
    severity=Severity.MEDIUM,
    remedy="Set maximum_retry_attempts to 1 or 2, or leave it out, which is 2",
    documentation=f"{GUIDE}/invocation-async-error-handling.html",
)
def asynchronous_invocation_is_retried(config: Resource, graph: Graph) -> Iterator[str]:
    """Without a retry one throttled call or one network fault is enough for an event to fail."""
    if config.get("maximumRetryAttempts") == 0:
        yield "failed invocations are not retried"


RULES = (
    permission_names_source,
    function_allows_invoker,
    function_url_has_authorizer,
    function_url_lists_origins,
    variables_hold_no_secret,
    asynchronous_invocation_is_retried,
)
