"""Concepts: words of the field, and constructs of other frameworks, with what stands for them."""

from __future__ import annotations

CONCEPTS = (
    ("function as a service", "code runs for one event; AWS Lambda, Azure Functions", "`Function`"),
    (
        "back end as a service",
        "sign-in, tables, files, queues by API",
        "`UserPool`, `Table`, `Bucket`",
    ),
    ("event-driven", "parts react to what happened, not to each other", "`EventSubscription`"),
    ("pay per use", "a request, a second, a byte; nothing without use", "`platform cost`"),
    ("stateless", "what must last is in a table or a bucket", "`Table`, `Bucket`"),
    (
        "durable functions",
        "code that waits for long and goes on; Azure Durable Functions, Lambda",
        "`Function`",
    ),
)

# Construct, CDK, SAM and CloudFormation, SST v3, Serverless Framework, here.
FRAMEWORKS = (
    (
        "function",
        "`Function`",
        "`AWS::Serverless::Function`",
        "`sst.aws.Function`",
        "`functions:`",
        "`Function`",
    ),
    (
        "route",
        "`RestApi.addMethod`",
        "`Events: Api`",
        "`ApiGatewayV2.route`",
        "`events: http`",
        "`Route`",
    ),
    (
        "grant",
        "`table.grantRead(fn)`",
        "policy templates",
        "`link`",
        "`iam:`",
        "`table.read()`, `link`",
    ),
    (
        "queue consumer",
        "`SqsEventSource`",
        "`Events: SQS`",
        "`Queue.subscribe`",
        "`events: sqs`",
        "`QueueWorker`",
    ),
    (
        "removal",
        "`RemovalPolicy`",
        "`DeletionPolicy`",
        "`removal`",
        "none",
        "`keep_data` of a stage",
    ),
    ("local run", "none", "`sam local`", "`sst dev`", "plugin offline", "`platform up`"),
    ("rules", "Aspects, cdk-nag", "cfn-lint, Guard", "none", "none", "the policy pack"),
)
