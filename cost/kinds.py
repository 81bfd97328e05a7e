"""Kinds: type tokens of the resources that events flow through."""

from __future__ import annotations

ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
API = "aws:apigatewayv2/api:Api"
ARCHIVE = "aws:cloudwatch/eventArchive:EventArchive"
BUCKET = "aws:s3/bucket:Bucket"
BUS = "aws:cloudwatch/eventBus:EventBus"
DASHBOARD = "aws:cloudwatch/dashboard:Dashboard"
DELIVERY_STREAM = "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream"
DISTRIBUTION = "aws:cloudfront/distribution:Distribution"
FLOW_LOG = "aws:ec2/flowLog:FlowLog"
FUNCTION = "aws:lambda/function:Function"
GRAPHQL_API = "aws:appsync/graphQLApi:GraphQLApi"
LOG_DELIVERY = "aws:cloudwatch/logDelivery:LogDelivery"
LOG_SOURCE = "aws:cloudwatch/logDeliverySource:LogDeliverySource"
MACHINE = "aws:sfn/stateMachine:StateMachine"
MAPPING = "aws:lambda/eventSourceMapping:EventSourceMapping"
NOTIFICATION = "aws:s3/bucketNotification:BucketNotification"
QUEUE = "aws:sqs/queue:Queue"
REPOSITORY = "aws:ecr/repository:Repository"
REST_API = "aws:apigateway/restApi:RestApi"
REST_INTEGRATION = "aws:apigateway/integration:Integration"
REST_RESOURCE = "aws:apigateway/resource:Resource"
REST_STAGE = "aws:apigateway/stage:Stage"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
RULE = "aws:cloudwatch/eventRule:EventRule"
RULE_TARGET = "aws:cloudwatch/eventTarget:EventTarget"
SCHEDULE = "aws:scheduler/schedule:Schedule"
STREAM = "aws:kinesis/stream:Stream"
STREAM_CONSUMER = "aws:kinesis/streamConsumer:StreamConsumer"
SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription"
TABLE = "aws:dynamodb/table:Table"
TOPIC = "aws:sns/topic:Topic"
TOPIC_RULE = "aws:iot/topicRule:TopicRule"
USER_POOL = "aws:cognito/userPool:UserPool"
VIEWER_FUNCTION = "aws:cloudfront/function:Function"
WARM = "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig"
WEB_ACL = "aws:wafv2/webAcl:WebAcl"
WEB_ACL_LOG = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"

# Of a distribution: what is done with requests of a path, and the functions that do it.
BEHAVIORS = ("defaultCacheBehavior", "orderedCacheBehaviors")
AT_THE_EDGE = (VIEWER_FUNCTION, FUNCTION)

# What may be named in a usage file as where events arrive.
ARRIVES_AT = (
    *(FUNCTION, QUEUE, TOPIC, STREAM, DELIVERY_STREAM, BUCKET, TABLE, MACHINE),
    *(DISTRIBUTION, WEB_ACL, FLOW_LOG, TOPIC_RULE),
)
