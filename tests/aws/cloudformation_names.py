"""Names: where CloudFormation's differ from the provider's, and what only the provider has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.aws import (
    cloudformation_edge,
    cloudformation_network,
    cloudformation_stores,
    cloudformation_streams,
    cloudformation_watching,
)

Props = dict[str, Any]

OF_NO_TYPE = cloudformation_edge.OF_NO_TYPE | cloudformation_network.OF_NO_TYPE

# Of the provider alone, or written otherwise in every type: tags are pairs here and a map there.
EVERYWHERE = frozenset({"tags", "region", "skipDestroy", "forceDestroy", "forceDetachPolicies"})

TYPES = {
    **cloudformation_edge.TYPES,
    **cloudformation_network.TYPES,
    **cloudformation_stores.TYPES,
    "aws:apigateway/apiKey:ApiKey": "AWS::ApiGateway::ApiKey",
    "aws:apigateway/usagePlan:UsagePlan": "AWS::ApiGateway::UsagePlan",
    "aws:apigateway/usagePlanKey:UsagePlanKey": "AWS::ApiGateway::UsagePlanKey",
    **cloudformation_streams.TYPES,
    **cloudformation_watching.TYPES,
    "aws:apigateway/authorizer:Authorizer": "AWS::ApiGateway::Authorizer",
    "aws:apigateway/deployment:Deployment": "AWS::ApiGateway::Deployment",
    "aws:apigateway/integration:Integration": "AWS::ApiGateway::Method",
    "aws:apigateway/integrationResponse:IntegrationResponse": "AWS::ApiGateway::Method",
    "aws:apigateway/method:Method": "AWS::ApiGateway::Method",
    "aws:apigateway/methodResponse:MethodResponse": "AWS::ApiGateway::Method",
    "aws:apigateway/methodSettings:MethodSettings": "AWS::ApiGateway::Stage",
    "aws:apigateway/model:Model": "AWS::ApiGateway::Model",
    "aws:apigateway/requestValidator:RequestValidator": "AWS::ApiGateway::RequestValidator",
    "aws:apigateway/resource:Resource": "AWS::ApiGateway::Resource",
    "aws:apigateway/response:Response": "AWS::ApiGateway::GatewayResponse",
    "aws:apigateway/restApi:RestApi": "AWS::ApiGateway::RestApi",
    "aws:apigateway/stage:Stage": "AWS::ApiGateway::Stage",
    "aws:apigateway/account:Account": "AWS::ApiGateway::Account",
    "aws:apigatewayv2/api:Api": "AWS::ApiGatewayV2::Api",
    "aws:apigatewayv2/apiMapping:ApiMapping": "AWS::ApiGatewayV2::ApiMapping",
    "aws:apigatewayv2/domainName:DomainName": "AWS::ApiGatewayV2::DomainName",
    "aws:apigatewayv2/authorizer:Authorizer": "AWS::ApiGatewayV2::Authorizer",
    "aws:apigatewayv2/integration:Integration": "AWS::ApiGatewayV2::Integration",
    "aws:apigatewayv2/model:Model": "AWS::ApiGatewayV2::Model",
    "aws:apigatewayv2/route:Route": "AWS::ApiGatewayV2::Route",
    "aws:apigatewayv2/routeResponse:RouteResponse": "AWS::ApiGatewayV2::RouteResponse",
    "aws:apigatewayv2/stage:Stage": "AWS::ApiGatewayV2::Stage",
    "aws:appsync/apiCache:ApiCache": "AWS::AppSync::ApiCache",
    "aws:appsync/apiKey:ApiKey": "AWS::AppSync::ApiKey",
    "aws:appsync/dataSource:DataSource": "AWS::AppSync::DataSource",
    "aws:appsync/function:Function": "AWS::AppSync::FunctionConfiguration",
    "aws:appsync/graphQLApi:GraphQLApi": "AWS::AppSync::GraphQLApi",
    "aws:appsync/resolver:Resolver": "AWS::AppSync::Resolver",
    "aws:cloudwatch/dashboard:Dashboard": "AWS::CloudWatch::Dashboard",
    "aws:cloudwatch/eventApiDestination:EventApiDestination": "AWS::Events::ApiDestination",
    "aws:cloudwatch/eventArchive:EventArchive": "AWS::Events::Archive",
    "aws:cloudwatch/eventBus:EventBus": "AWS::Events::EventBus",
    "aws:cloudwatch/eventConnection:EventConnection": "AWS::Events::Connection",
    "aws:cloudwatch/eventRule:EventRule": "AWS::Events::Rule",
    "aws:cloudwatch/eventTarget:EventTarget": "AWS::Events::Rule",
    "aws:cloudwatch/logGroup:LogGroup": "AWS::Logs::LogGroup",
    "aws:cloudwatch/logMetricFilter:LogMetricFilter": "AWS::Logs::MetricFilter",
    "aws:cloudwatch/compositeAlarm:CompositeAlarm": "AWS::CloudWatch::CompositeAlarm",
    "aws:cloudwatch/metricAlarm:MetricAlarm": "AWS::CloudWatch::Alarm",
    "aws:cognito/identityPool:IdentityPool": "AWS::Cognito::IdentityPool",
    "aws:cognito/identityPoolRoleAttachment:IdentityPoolRoleAttachment": (
        "AWS::Cognito::IdentityPoolRoleAttachment"
    ),
    "aws:cognito/resourceServer:ResourceServer": "AWS::Cognito::UserPoolResourceServer",
    "aws:cognito/userGroup:UserGroup": "AWS::Cognito::UserPoolGroup",
    "aws:cognito/userPool:UserPool": "AWS::Cognito::UserPool",
    "aws:cognito/userPoolClient:UserPoolClient": "AWS::Cognito::UserPoolClient",
    "aws:cognito/userPoolDomain:UserPoolDomain": "AWS::Cognito::UserPoolDomain",
    "aws:appautoscaling/policy:Policy": "AWS::ApplicationAutoScaling::ScalingPolicy",
    "aws:appautoscaling/target:Target": "AWS::ApplicationAutoScaling::ScalableTarget",
    "aws:athena/namedQuery:NamedQuery": "AWS::Athena::NamedQuery",
    "aws:athena/workgroup:Workgroup": "AWS::Athena::WorkGroup",
    "aws:dynamodb/table:Table": "AWS::DynamoDB::Table",
    "aws:glue/catalogDatabase:CatalogDatabase": "AWS::Glue::Database",
    "aws:glue/catalogTable:CatalogTable": "AWS::Glue::Table",
    "aws:glue/crawler:Crawler": "AWS::Glue::Crawler",
    "aws:iam/role:Role": "AWS::IAM::Role",
    "aws:iam/rolePolicy:RolePolicy": "AWS::IAM::RolePolicy",
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "AWS::IAM::Role",
    "aws:kms/key:Key": "AWS::KMS::Key",
    "aws:lambda/eventSourceMapping:EventSourceMapping": "AWS::Lambda::EventSourceMapping",
    "aws:lambda/function:Function": "AWS::Lambda::Function",
    "aws:lambda/layerVersion:LayerVersion": "AWS::Lambda::LayerVersion",
    "aws:lambda/permission:Permission": "AWS::Lambda::Permission",
    "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": "AWS::Logs::ResourcePolicy",
    "aws:opensearch/domain:Domain": "AWS::OpenSearchService::Domain",
    "aws:opensearch/domainPolicy:DomainPolicy": "AWS::OpenSearchService::Domain",
    "aws:s3/bucket:Bucket": "AWS::S3::Bucket",
    "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": "AWS::S3::Bucket",
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": "AWS::S3::Bucket",
    "aws:s3/bucketNotification:BucketNotification": "AWS::S3::Bucket",
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": "AWS::S3::Bucket",
    "aws:s3/bucketPolicy:BucketPolicy": "AWS::S3::BucketPolicy",
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": "AWS::S3::Bucket",
    "aws:s3/bucketServerSideEncryptionConfiguration:"
    "BucketServerSideEncryptionConfiguration": "AWS::S3::Bucket",
    "aws:s3/bucketVersioning:BucketVersioning": "AWS::S3::Bucket",
    "aws:scheduler/schedule:Schedule": "AWS::Scheduler::Schedule",
    "aws:scheduler/scheduleGroup:ScheduleGroup": "AWS::Scheduler::ScheduleGroup",
    "aws:schemas/registry:Registry": "AWS::EventSchemas::Registry",
    "aws:iot/policy:Policy": "AWS::IoT::Policy",
    "aws:iot/topicRule:TopicRule": "AWS::IoT::TopicRule",
    "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": (
        "AWS::Lambda::EventInvokeConfig"
    ),
    "aws:schemas/schema:Schema": "AWS::EventSchemas::Schema",
    "aws:sesv2/emailIdentity:EmailIdentity": "AWS::SES::EmailIdentity",
    "aws:sfn/stateMachine:StateMachine": "AWS::StepFunctions::StateMachine",
    "aws:sns/topic:Topic": "AWS::SNS::Topic",
    "aws:sns/topicPolicy:TopicPolicy": "AWS::SNS::TopicPolicy",
    "aws:sns/topicSubscription:TopicSubscription": "AWS::SNS::Subscription",
    "aws:sqs/queue:Queue": "AWS::SQS::Queue",
    "aws:sqs/queuePolicy:QueuePolicy": "AWS::SQS::QueuePolicy",
    "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": "AWS::SQS::Queue",
    "aws:ssm/parameter:Parameter": "AWS::SSM::Parameter",
}

REST = {"restApi": "RestApiId"}
NAMES: Mapping[str, Mapping[str, str]] = {
    **cloudformation_edge.NAMES,
    **cloudformation_network.NAMES,
    **cloudformation_stores.NAMES,
    **cloudformation_streams.NAMES,
    **cloudformation_watching.NAMES,
    "aws:apigateway/authorizer:Authorizer": {**REST, "providerArns": "ProviderARNs"},
    "aws:apigateway/deployment:Deployment": REST,
    "aws:apigateway/usagePlan:UsagePlan": {
        "name": "UsagePlanName",
        "quotaSettings": "Quota",
        "throttleSettings": "Throttle",
    },
    "aws:apigateway/method:Method": {**REST, "authorization": "AuthorizationType"},
    "aws:apigateway/model:Model": REST,
    "aws:apigateway/requestValidator:RequestValidator": REST,
    "aws:apigateway/resource:Resource": REST,
    "aws:apigateway/restApi:RestApi": {"policy": "Policy"},
    "aws:apigateway/account:Account": {"cloudwatchRoleArn": "CloudWatchRoleArn"},
    "aws:apigateway/stage:Stage": {
        **REST,
        "accessLogSettings": "AccessLogSetting",
        "deployment": "DeploymentId",
        "xrayTracingEnabled": "TracingEnabled",
    },
    "aws:apigatewayv2/domainName:DomainName": {
        "domainNameConfiguration": "DomainNameConfigurations"
    },
    "aws:apigatewayv2/authorizer:Authorizer": {
        "identitySources": "IdentitySource",
        "jwtConfiguration.audiences": "Audience",
    },
    "aws:apigatewayv2/integration:Integration": {"timeoutMilliseconds": "TimeoutInMillis"},
    "aws:apigatewayv2/stage:Stage": {"name": "StageName"},
    "aws:appautoscaling/policy:Policy": {"name": "PolicyName"},
    "aws:athena/namedQuery:NamedQuery": {"query": "QueryString", "workgroup": "WorkGroup"},
    "aws:athena/workgroup:Workgroup": {
        "configuration": "WorkGroupConfiguration",
        "configuration.enforceWorkgroupConfiguration": "EnforceWorkGroupConfiguration",
        "configuration.publishCloudwatchMetricsEnabled": "PublishCloudWatchMetricsEnabled",
    },
    "aws:glue/catalogTable:CatalogTable": {"storageDescriptor.serDeInfo": "SerdeInfo"},
    "aws:appsync/dataSource:DataSource": {
        "dynamodbConfig": "DynamoDBConfig",
        "lambdaConfig.functionArn": "LambdaFunctionArn",
    },
    "aws:appsync/function:Function": {"dataSource": "DataSourceName"},
    "aws:appsync/graphQLApi:GraphQLApi": {
        "logConfig.cloudwatchLogsRoleArn": "CloudWatchLogsRoleArn"
    },
    "aws:appsync/resolver:Resolver": {
        "dataSource": "DataSourceName",
        "field": "FieldName",
        "type": "TypeName",
    },
    "aws:cloudwatch/eventArchive:EventArchive": {
        "name": "ArchiveName",
        "eventSourceArn": "SourceArn",
    },
    "aws:cloudwatch/eventTarget:EventTarget": {
        "targetId": "Id",
        "inputTransformer.inputPaths": "InputPathsMap",
        "kinesisTarget": "KinesisParameters",
    },
    "aws:cloudwatch/logGroup:LogGroup": {"name": "LogGroupName"},
    "aws:cloudwatch/compositeAlarm:CompositeAlarm": {"okActions": "OKActions"},
    "aws:cloudwatch/metricAlarm:MetricAlarm": {
        "name": "AlarmName",
        "metricQueries": "Metrics",
        "okActions": "OKActions",
    },
    "aws:cognito/userGroup:UserGroup": {"name": "GroupName"},
    "aws:cognito/userPool:UserPool": {
        "emailConfiguration.fromEmailAddress": "From",
        "name": "UserPoolName",
        "userAttributeUpdateSettings.attributesRequireVerificationBeforeUpdates": (
            "AttributesRequireVerificationBeforeUpdate"
        ),
    },
    "aws:cognito/userPoolClient:UserPoolClient": {
        "allowedOauthFlows": "AllowedOAuthFlows",
        "allowedOauthFlowsUserPoolClient": "AllowedOAuthFlowsUserPoolClient",
        "allowedOauthScopes": "AllowedOAuthScopes",
        "callbackUrls": "CallbackURLs",
        "logoutUrls": "LogoutURLs",
        "name": "ClientName",
    },
    "aws:dynamodb/table:Table": {
        "name": "TableName",
        "attributes": "AttributeDefinitions",
        "attributes.name": "AttributeName",
        "attributes.type": "AttributeType",
        "globalSecondaryIndexes.name": "IndexName",
        "globalSecondaryIndexes.keySchemas": "KeySchema",
        "pointInTimeRecovery": "PointInTimeRecoverySpecification",
        "pointInTimeRecovery.enabled": "PointInTimeRecoveryEnabled",
        "serverSideEncryption": "SSESpecification",
        "serverSideEncryption.enabled": "SSEEnabled",
        "serverSideEncryption.kmsKeyArn": "KMSMasterKeyId",
        "ttl": "TimeToLiveSpecification",
    },
    "aws:iam/role:Role": {
        "name": "RoleName",
        "assumeRolePolicy": "AssumeRolePolicyDocument",
    },
    "aws:iam/rolePolicy:RolePolicy": {
        "name": "PolicyName",
        "policy": "PolicyDocument",
        "role": "RoleName",
    },
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {"policyArn": "ManagedPolicyArns"},
    "aws:iot/policy:Policy": {"name": "PolicyName", "policy": "PolicyDocument"},
    "aws:kms/key:Key": {"policy": "KeyPolicy"},
    "aws:lambda/eventSourceMapping:EventSourceMapping": {
        "destinationConfig.onFailure.destinationArn": "Destination",
    },
    "aws:lambda/function:Function": {
        "name": "FunctionName",
        "durableConfig.retentionPeriod": "RetentionPeriodInDays",
    },
    "aws:lambda/layerVersion:LayerVersion": {"code": "Content"},
    "aws:lambda/permission:Permission": {"function": "FunctionName"},
    "aws:opensearch/domain:Domain": {
        "advancedSecurityOptions.masterUserOptions.masterUserArn": "MasterUserARN",
        "domainEndpointOptions.enforceHttps": "EnforceHTTPS",
        "domainEndpointOptions.tlsSecurityPolicy": "TLSSecurityPolicy",
        "ebsOptions": "EBSOptions",
        "ebsOptions.ebsEnabled": "EBSEnabled",
        "encryptAtRest": "EncryptionAtRestOptions",
        "nodeToNodeEncryption": "NodeToNodeEncryptionOptions",
        "vpcOptions": "VPCOptions",
    },
    "aws:s3/bucket:Bucket": {"bucket": "BucketName"},
    "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": {
        "corsRules.exposeHeaders": "ExposedHeaders",
        "corsRules.maxAgeSeconds": "MaxAge",
    },
    "aws:s3/bucketPolicy:BucketPolicy": {"policy": "PolicyDocument"},
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": {"rule": "Rules"},
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": {
        "rules": "ServerSideEncryptionConfiguration",
        "rules.applyServerSideEncryptionByDefault": "ServerSideEncryptionByDefault",
        "rules.applyServerSideEncryptionByDefault.sseAlgorithm": "SSEAlgorithm",
        "rules.applyServerSideEncryptionByDefault.kmsMasterKeyId": "KMSMasterKeyID",
    },
    "aws:schemas/registry:Registry": {"name": "RegistryName"},
    "aws:schemas/schema:Schema": {"name": "SchemaName"},
    "aws:sfn/stateMachine:StateMachine": {
        "name": "StateMachineName",
        "definition": "DefinitionString",
        "type": "StateMachineType",
    },
    "aws:sns/topicPolicy:TopicPolicy": {"arn": "Topics", "policy": "PolicyDocument"},
    "aws:sqs/queuePolicy:QueuePolicy": {"queueUrl": "Queues", "policy": "PolicyDocument"},
    "aws:sns/topic:Topic": {"name": "TopicName"},
    "aws:sns/topicSubscription:TopicSubscription": {"topic": "TopicArn"},
    "aws:sqs/queue:Queue": {
        "name": "QueueName",
        "maxMessageSize": "MaximumMessageSize",
        "messageRetentionSeconds": "MessageRetentionPeriod",
        "receiveWaitTimeSeconds": "ReceiveMessageWaitTimeSeconds",
        "visibilityTimeoutSeconds": "VisibilityTimeout",
    },
    "aws:ssm/parameter:Parameter": {"insecureValue": "Value"},
}

# No property of CloudFormation's, each for its reason.
DROPPED: Mapping[str, frozenset[str]] = {
    **cloudformation_network.DROPPED,
    **cloudformation_stores.DROPPED,
    **cloudformation_streams.DROPPED,
    # CloudFormation deploys what a template says; the provider sees it by a value that changes.
    "aws:apigateway/deployment:Deployment": frozenset({"triggers"}),
    # CloudFormation has no such property.
    "aws:lambda/function:Function": frozenset({"publish"}),
    "aws:lambda/permission:Permission": frozenset({"statementId"}),
    "aws:sfn/stateMachine:StateMachine": frozenset({"publish"}),
    "aws:scheduler/schedule:Schedule": frozenset({"actionAfterCompletion"}),
    "aws:cloudwatch/logGroup:LogGroup": frozenset({"namePrefix"}),
    # Beside what CloudFormation's resource says of the table.
    "aws:glue/catalogTable:CatalogTable": frozenset({"databaseName"}),
    # A resource of its own in CloudFormation, and a number there.
    "aws:appsync/graphQLApi:GraphQLApi": frozenset({"schema"}),
    "aws:appsync/apiKey:ApiKey": frozenset({"expires"}),
    # The key of the part in CloudFormation's resource.
    "aws:apigateway/integration:Integration": frozenset({"restApi", "resourceId", "httpMethod"}),
    "aws:apigateway/integrationResponse:IntegrationResponse": frozenset(
        {"restApi", "resourceId", "httpMethod"}
    ),
    "aws:apigateway/methodResponse:MethodResponse": frozenset(
        {"restApi", "resourceId", "httpMethod"}
    ),
    "aws:cloudwatch/eventTarget:EventTarget": frozenset({"rule", "eventBusName"}),
    "aws:apigateway/methodSettings:MethodSettings": frozenset({"restApi", "stageName"}),
    "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": frozenset({"bucket"}),
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": frozenset({"bucket"}),
    "aws:s3/bucketNotification:BucketNotification": frozenset({"bucket"}),
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": frozenset({"bucket"}),
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": frozenset({"bucket"}),
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": (
        frozenset({"bucket"})
    ),
    "aws:s3/bucketVersioning:BucketVersioning": frozenset({"bucket"}),
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": frozenset({"role"}),
    "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": frozenset({"queueUrl"}),
}


def _inside(*path: str, **besides: Any) -> Callable[[Props], Props]:
    """The part at a path of another resource, which has what it needs besides."""

    def put(part: Props) -> Props:
        value: Any = part
        for key in reversed(path):
            value = [value] if key == "[]" else {key: value}
        return _merged(besides, value)

    return put


def _merged(besides: Props, value: Props) -> Props:
    both = besides.keys() & value.keys()
    return {**besides, **value, **{key: _merged(besides[key], value[key]) for key in both}}


def _with_region(source: Props) -> Props:
    """A table's Region, which the provider has from itself."""
    table = source.get("DynamoDBConfig")
    return {**source, "DynamoDBConfig": {"AwsRegion": "eu-west-1", **table}} if table else source


def _crawler(crawler: Props) -> Props:
    """CloudFormation has the targets and the expression of the schedule one level deeper."""
    targets, schedule = crawler.pop("CatalogTargets"), crawler.pop("Schedule")
    moved = {"Targets": {"CatalogTargets": targets}}
    return {**crawler, **moved, "Schedule": {"ScheduleExpression": schedule}}


METHOD = {
    "RestApiId": "a1b2c3d4e5",
    "ResourceId": "abc123",
    "HttpMethod": "POST",
    "AuthorizationType": "AWS_IAM",
}
STAGE = {"RestApiId": "a1b2c3d4e5", "DeploymentId": "abc123"}
PARTS: Mapping[str, Callable[[Props], Props]] = {
    "aws:apigateway/integration:Integration": _inside("Integration", **METHOD),
    "aws:apigateway/integrationResponse:IntegrationResponse": _inside(
        *("Integration", "IntegrationResponses", "[]"), **METHOD, Integration={"Type": "MOCK"}
    ),
    "aws:apigateway/methodResponse:MethodResponse": _inside("MethodResponses", "[]", **METHOD),
    "aws:apigateway/methodSettings:MethodSettings": _inside("MethodSettings", "[]", **STAGE),
    "aws:appsync/dataSource:DataSource": _with_region,
    "aws:glue/catalogDatabase:CatalogDatabase": _inside("DatabaseInput", CatalogId="123456789012"),
    "aws:glue/catalogTable:CatalogTable": _inside(
        "TableInput", CatalogId="123456789012", DatabaseName="shop"
    ),
    "aws:glue/crawler:Crawler": _crawler,
    "aws:cloudwatch/eventTarget:EventTarget": _inside(
        *("Targets", "[]"), EventPattern={"source": ["orders"]}
    ),
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": _inside(
        AssumeRolePolicyDocument={"Version": "2012-10-17", "Statement": []}
    ),
    "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": _inside("CorsConfiguration"),
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": _inside(
        "LifecycleConfiguration"
    ),
    "aws:s3/bucketNotification:BucketNotification": _inside("NotificationConfiguration"),
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls": _inside("OwnershipControls"),
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": _inside(
        "PublicAccessBlockConfiguration"
    ),
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": (
        _inside("BucketEncryption")
    ),
}
