"""What the emulator cannot honour, property by property and with the reason: nothing is silent.

``UNSUPPORTED`` is kept in the state and never sent. ``INERT`` is sent and stored, without effect.
``ABSENT`` are outputs that pulumi-aws declares and nothing here can give.
"""

from __future__ import annotations

from local.provider import unsupported_edge, unsupported_identity, unsupported_streams
from local.provider.unsupported_identity import Reasons
from local.provider.unsupported_watching import UNSUPPORTED as OF_WATCHING

TOPIC = "aws:sns/topic:Topic"
SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription"
TABLE = "aws:dynamodb/table:Table"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
TARGET = "aws:cloudwatch/eventTarget:EventTarget"
GROUP = "aws:cloudwatch/logGroup:LogGroup"
BUCKET = "aws:s3/bucket:Bucket"
QUEUE = "aws:sqs/queue:Queue"
REDRIVE_ALLOW_POLICY = "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy"
FUNCTION = "aws:lambda/function:Function"
MAPPING = "aws:lambda/eventSourceMapping:EventSourceMapping"
STAGE = "aws:apigateway/stage:Stage"
METHOD_SETTINGS = "aws:apigateway/methodSettings:MethodSettings"
INTEGRATION = "aws:apigateway/integration:Integration"
VALIDATOR = "aws:apigateway/requestValidator:RequestValidator"
HTTP_STAGE = "aws:apigatewayv2/stage:Stage"
ROUTE = "aws:apigatewayv2/route:Route"
ROUTE_RESPONSE = "aws:apigatewayv2/routeResponse:RouteResponse"
MESSAGE_MODEL = "aws:apigatewayv2/model:Model"
HTTP_INTEGRATION = "aws:apigatewayv2/integration:Integration"
MACHINE = "aws:sfn/stateMachine:StateMachine"
SCHEDULE = "aws:scheduler/schedule:Schedule"
CONNECTION = "aws:cloudwatch/eventConnection:EventConnection"
DESTINATION = "aws:cloudwatch/eventApiDestination:EventApiDestination"
REGISTRY = "aws:schemas/registry:Registry"
SCHEMA = "aws:schemas/schema:Schema"
ENCRYPTION = (
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
)
LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
GRAPHQL = "aws:appsync/graphQLApi:GraphQLApi"
GRAPHQL_KEY = "aws:appsync/apiKey:ApiKey"
GRAPHQL_CACHE = "aws:appsync/apiCache:ApiCache"
GRAPHQL_SOURCE = "aws:appsync/dataSource:DataSource"
GRAPHQL_FUNCTION = "aws:appsync/function:Function"
RESOLVER = "aws:appsync/resolver:Resolver"

FEEDBACK = ("SuccessFeedbackRoleArn", "SuccessFeedbackSampleRate", "FailureFeedbackRoleArn")
PROTOCOLS = ("application", "firehose", "http", "lambda", "sqs")

UNSUPPORTED: Reasons = {
    **unsupported_edge.UNSUPPORTED,
    **unsupported_identity.UNSUPPORTED,
    **unsupported_streams.UNSUPPORTED,
    **OF_WATCHING,
    **{
        (TOPIC, protocol + word): "the emulator writes no delivery status logs"
        for protocol in PROTOCOLS
        for word in FEEDBACK
    },
    (TOPIC, "archivePolicy"): "the emulator keeps no messages to replay",
    (TOPIC, "fifoThroughputScope"): "the emulator has no throughput limits",
    (SUBSCRIPTION, "confirmationTimeoutInMinutes"): "the emulator confirms at once",
    (SUBSCRIPTION, "endpointAutoConfirms"): "the emulator confirms at once",
    (SUBSCRIPTION, "replayPolicy"): "the emulator keeps no messages to replay",
    (TABLE, "onDemandThroughput"): "the emulator has no throughput limits",
    (TABLE, "warmThroughput"): "the emulator has no throughput limits",
    (ALARM, "evaluateLowSampleCountPercentiles"): "the emulator evaluates every datapoint",
    (ALARM, "thresholdMetricId"): "the emulator knows no anomaly detection",
    (GROUP, "deletionProtectionEnabled"): "the emulator deletes a protected log group all the same",
    (FUNCTION, "snapStart"): "the emulator starts a process for each environment",
    (FUNCTION, "codeSigningConfigArn"): "the emulator checks no signatures",
    (FUNCTION, "fileSystemConfig"): "the emulator mounts nothing",
    (FUNCTION, "skipDestroy"): "a local stage leaves nothing behind",
    ("aws:lambda/layerVersion:LayerVersion", "skipDestroy"): "a local stage leaves nothing behind",
    (MAPPING, "kmsKeyArn"): "the emulator does not encrypt",
    (MAPPING, "metricsConfig"): "the emulator counts no mapping metrics",
    (MAPPING, "provisionedPollerConfig"): "the emulator has one poller for all mappings",
    (MAPPING, "startingPositionTimestamp"): "the emulator starts at an end of a stream",
    (MAPPING, "tumblingWindowInSeconds"): "the emulator has no windows",
    ("aws:lambda/alias:Alias", "routingConfig"): "the emulator ignores the weights of an alias",
    (STAGE, "canarySettings"): "the emulator has no canaries",
    (
        VALIDATOR,
        "validateRequestBody",
    ): "the emulator does not say what is wrong with a body; the function checks it, and does",
    (INTEGRATION, "connectionId"): "the emulator joins no network",
    (INTEGRATION, "tlsConfig"): "the emulator speaks plain HTTP",
    (HTTP_INTEGRATION, "connectionId"): "the emulator joins no network",
    (HTTP_INTEGRATION, "tlsConfig"): "the emulator speaks plain HTTP",
    (GRAPHQL, "enhancedMetricsConfig"): "the emulator measures no GraphQL",
    (GRAPHQL, "introspectionConfig"): "the emulator shows the schema to every caller",
    (GRAPHQL, "mergedApiExecutionRoleArn"): "the emulator merges no APIs",
    (GRAPHQL, "resolverCountLimit"): "the emulator runs any number of resolvers",
    (MESSAGE_MODEL, "contentType"): "the emulator has no models of messages",
    (MESSAGE_MODEL, "description"): "the emulator has no models of messages",
    (MESSAGE_MODEL, "schema"): "the emulator has no models of messages",
    (MACHINE, "encryptionConfiguration"): "the emulator does not encrypt",
    (MACHINE, "tracingConfiguration"): "the emulator keeps no traces",
    (REGISTRY, "description"): "the emulator has no schema registry",
    (SCHEMA, "content"): "the emulator has no schema registry",
    (SCHEMA, "description"): "the emulator has no schema registry",
    (SCHEMA, "type"): "the emulator has no schema registry",
}

INERT: Reasons = {
    **unsupported_edge.INERT,
    **unsupported_identity.INERT,
    **unsupported_streams.INERT,
    (TABLE, "readCapacity"): "the emulator never throttles",
    (TABLE, "writeCapacity"): "the emulator never throttles",
    (TABLE, "serverSideEncryption"): "the emulator does not encrypt",
    (ALARM, "metricQueries"): "the emulator computes no metric math and forgets the queries",
    (ALARM, "treatMissingData"): "the emulator evaluates an alarm only when a datapoint arrives",
    (TARGET, "deadLetterConfig"): "the emulator gives up what it cannot deliver",
    (TARGET, "retryPolicy"): "the emulator delivers once",
    (TOPIC, "kmsMasterKeyId"): "the emulator does not encrypt",
    (TOPIC, "tracingConfig"): "the emulator keeps no traces",
    (GROUP, "kmsKeyId"): "the emulator does not encrypt",
    (FUNCTION, "architectures"): "the emulator runs every function on this machine's processor",
    (FUNCTION, "ephemeralStorage"): "functions share this machine's temporary folder",
    (FUNCTION, "kmsKeyArn"): "the emulator does not encrypt",
    (FUNCTION, "memorySize"): "the emulator limits no memory",
    (FUNCTION, "runtime"): "every Python function runs on the emulator's own interpreter",
    (FUNCTION, "tracingConfig"): "the emulator keeps no traces",
    (FUNCTION, "vpcConfig"): "the emulator joins no network",
    (MAPPING, "bisectBatchOnFunctionError"): "the emulator retries a stream's batch whole",
    (MAPPING, "maximumBatchingWindowInSeconds"): "the emulator hands on what it finds at once",
    (MAPPING, "maximumRetryAttempts"): "the emulator retries a stream's batch until it succeeds",
    ("aws:lambda/permission:Permission", "sourceArn"): "the emulator lets every service invoke",
    (STAGE, "accessLogSettings"): "the emulator writes no access logs",
    (STAGE, "cacheClusterEnabled"): "the emulator caches no answers",
    (STAGE, "cacheClusterSize"): "the emulator caches no answers",
    (INTEGRATION, "cacheKeyParameters"): "the emulator caches no answers",
    (STAGE, "clientCertificateId"): "the emulator speaks plain HTTP",
    (STAGE, "xrayTracingEnabled"): "the emulator keeps no traces",
    (METHOD_SETTINGS, "settings"): "of these the emulator honours throttling only",
    (INTEGRATION, "timeoutMilliseconds"): "the emulator waits as long as the function may run",
    (HTTP_STAGE, "accessLogSettings"): "the emulator writes no access logs",
    (HTTP_STAGE, "autoDeploy"): "on the emulator every change is live at once",
    (HTTP_STAGE, "defaultRouteSettings"): "the emulator throttles no HTTP or WebSocket API",
    (HTTP_STAGE, "routeSettings"): "the emulator throttles no HTTP or WebSocket API",
    (
        ROUTE,
        "requestModels",
    ): "the emulator compares no message with its model; the function checks it",
    (
        ROUTE,
        "routeResponseSelectionExpression",
    ): "the emulator sends every answer of a WebSocket function back",
    (ROUTE_RESPONSE, "routeResponseKey"): "the emulator sends every answer of a function back",
    (HTTP_INTEGRATION, "timeoutMilliseconds"): "the emulator waits as long as the function may run",
    (GRAPHQL, "logConfig"): "the emulator logs no fields",
    (GRAPHQL, "schema"): "the emulator serves no subscriptions and enforces no directives",
    (GRAPHQL, "userPoolConfig"): "the emulator reads the claims of a token, and verifies nothing",
    (GRAPHQL, "xrayEnabled"): "the emulator keeps no traces",
    (GRAPHQL_KEY, "expires"): "the emulator takes a key after its end",
    (GRAPHQL_CACHE, "apiCachingBehavior"): "the emulator caches no answers of an API with a schema",
    (GRAPHQL_CACHE, "atRestEncryptionEnabled"): "the emulator does not encrypt",
    (GRAPHQL_CACHE, "transitEncryptionEnabled"): "the emulator does not encrypt",
    (GRAPHQL_SOURCE, "eventBridgeConfig"): "the emulator runs no resolver of an event bus",
    (GRAPHQL_SOURCE, "httpConfig"): "the emulator signs no requests: no workflow is started",
    (GRAPHQL_SOURCE, "lambdaConfig"): "without code the emulator takes objects alone as answers",
    (GRAPHQL_SOURCE, "serviceRoleArn"): "the emulator lets a resolver do whatever it asks for",
    (GRAPHQL_FUNCTION, "requestMappingTemplate"): "the emulator evaluates JavaScript alone",
    (GRAPHQL_FUNCTION, "responseMappingTemplate"): "the emulator evaluates JavaScript alone",
    (RESOLVER, "cachingConfig"): "the emulator caches no answers of an API with a schema",
    (RESOLVER, "maxBatchSize"): "the emulator asks a function for each object by itself",
    (RESOLVER, "requestTemplate"): "the emulator evaluates JavaScript alone",
    (RESOLVER, "responseTemplate"): "the emulator evaluates JavaScript alone",
    (MACHINE, "loggingConfiguration"): "the emulator logs no steps",
    (SCHEDULE, "flexibleTimeWindow"): "the emulator fires at the appointed time",
    (SCHEDULE, "kmsKeyArn"): "the emulator does not encrypt",
    (SCHEDULE, "scheduleExpressionTimezone"): "the emulator's clock shows UTC only",
    (SCHEDULE, "target"): "of it the emulator ignores role, retries and dead letters",
    (CONNECTION, "kmsKeyIdentifier"): "the emulator does not encrypt",
    (DESTINATION, "invocationRateLimitPerSecond"): "the emulator calls as often as events come",
    (TARGET, "roleArn"): "the emulator starts and forwards without a role",
    (ENCRYPTION, "rules"): "the emulator does not encrypt",
    (LIFECYCLE, "rules"): "the emulator deletes no object by itself",
    (MACHINE, "roleArn"): "the emulator lets a workflow do whatever its definition says",
    (MAPPING, "parallelizationFactor"): "the emulator has one poller for all streams",
    (QUEUE, "fifoThroughputLimit"): "the emulator has no throughput limits",
    (QUEUE, "redriveAllowPolicy"): "the emulator lets every queue leave dead letters anywhere",
    (
        REDRIVE_ALLOW_POLICY,
        "redriveAllowPolicy",
    ): "the emulator lets every queue leave dead letters anywhere",
    (QUEUE, "kmsMasterKeyId"): "the emulator does not encrypt",
    (QUEUE, "sqsManagedSseEnabled"): "the emulator does not encrypt",
}

ABSENT: Reasons = {
    **unsupported_edge.ABSENT,
    (CONNECTION, "secretArn"): "the emulator keeps a connection's secret with the connection",
    (SCHEMA, "lastModified"): "the emulator has no schema registry",
    (SCHEMA, "version"): "the emulator has no schema registry",
    (SCHEMA, "versionCreatedDate"): "the emulator has no schema registry",
    (BUCKET, "hostedZoneId"): "the emulator serves no DNS",
    (BUCKET, "websiteDomain"): "websites are not supported here",
    (BUCKET, "websiteEndpoint"): "websites are not supported here",
}
