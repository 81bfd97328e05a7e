"""The resource types of AWS, by the modules and classes of pulumi-aws, without importing it.

The pack needs their type tokens alone, and importing the classes would take most of the time of a
preview with the pack: 0.8 s.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pulumi_aws import *  # noqa: F403

# The types that rules are about and that take no tags, so that others carry their exemptions.
WITHOUT_TAGS = frozenset(
    {
        "aws:apigateway/authorizer:Authorizer",
        "aws:apigateway/integration:Integration",
        "aws:apigateway/integrationResponse:IntegrationResponse",
        "aws:apigateway/method:Method",
        "aws:apigateway/methodSettings:MethodSettings",
        "aws:apigateway/response:Response",
        "aws:apigatewayv2/authorizer:Authorizer",
        "aws:apigatewayv2/integration:Integration",
        "aws:apigatewayv2/route:Route",
        "aws:appsync/apiCache:ApiCache",
        "aws:appsync/resolver:Resolver",
        "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
        "aws:cloudwatch/eventBusPolicy:EventBusPolicy",
        "aws:cloudwatch/eventPermission:EventPermission",
        "aws:cloudwatch/eventTarget:EventTarget",
        "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter",
        "aws:cognito/userPoolClient:UserPoolClient",
        "aws:dynamodb/resourcePolicy:ResourcePolicy",
        "aws:ec2/securityGroupRule:SecurityGroupRule",
        "aws:iam/accessKey:AccessKey",
        "aws:iam/groupPolicy:GroupPolicy",
        "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
        "aws:iam/policyAttachment:PolicyAttachment",
        "aws:iam/rolePolicy:RolePolicy",
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        "aws:iam/userPolicy:UserPolicy",
        "aws:iam/userPolicyAttachment:UserPolicyAttachment",
        "aws:kinesis/resourcePolicy:ResourcePolicy",
        "aws:kms/keyPolicy:KeyPolicy",
        "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
        "aws:lambda/functionUrl:FunctionUrl",
        "aws:lambda/layerVersionPermission:LayerVersionPermission",
        "aws:lambda/permission:Permission",
        "aws:opensearch/domainPolicy:DomainPolicy",
        "aws:s3/bucketAcl:BucketAcl",
        "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration",
        "aws:s3/bucketNotification:BucketNotification",
        "aws:s3/bucketPolicy:BucketPolicy",
        "aws:scheduler/schedule:Schedule",
        "aws:secretsmanager/secretPolicy:SecretPolicy",
        "aws:secretsmanager/secretRotation:SecretRotation",
        "aws:sns/topicPolicy:TopicPolicy",
        "aws:sns/topicSubscription:TopicSubscription",
        "aws:sqs/queuePolicy:QueuePolicy",
    }
)


class Module:
    """A module of pulumi-aws: each attribute is a class with the type token of that name."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> type:
        token = f"aws:{self._name}/{name[0].lower()}{name[1:]}:{name}"
        made = type(name, (), {"pulumi_type": token})
        setattr(self, name, made)
        return made


@cache
def __getattr__(name: str) -> Module:
    """What rules import: ``from policies.framework.aws import sqs``."""
    if name.startswith("__"):
        raise AttributeError(name)
    return Module(name.rstrip("_"))
