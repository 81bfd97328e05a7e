"""ARNs: how AWS writes them, by the type of the resource.

Source: the tables "Resource types" of https://docs.aws.amazon.com/service-authorization/latest/reference/
"""

HERE = "{region}:{account}"
FORMS = {
    "aws:apigateway/restApi:RestApi": f"arn:aws:execute-api:{HERE}:a1b2c3d4e5",
    "aws:apigatewayv2/api:Api": f"arn:aws:execute-api:{HERE}:a1b2c3d4e5",
    "aws:athena/workgroup:Workgroup": f"arn:aws:athena:{HERE}:workgroup/{{name}}",
    "aws:cloudfront/distribution:Distribution": (
        "arn:aws:cloudfront::{account}:distribution/E1A2B3C4D5E6F7"
    ),
    "aws:cloudfront/function:Function": "arn:aws:cloudfront::{account}:function/{name}",
    "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination": (
        f"arn:aws:logs:{HERE}:delivery-destination:{{name}}"
    ),
    "aws:cloudwatch/eventApiDestination:EventApiDestination": (
        f"arn:aws:events:{HERE}:api-destination/{{name}}/7a2b4c6d-0000-4000-8000-000000000000"
    ),
    "aws:cloudwatch/eventArchive:EventArchive": f"arn:aws:events:{HERE}:archive/{{name}}",
    "aws:cloudwatch/eventBus:EventBus": f"arn:aws:events:{HERE}:event-bus/{{name}}",
    "aws:cloudwatch/eventConnection:EventConnection": (
        f"arn:aws:events:{HERE}:connection/{{name}}/7a2b4c6d-0000-4000-8000-000000000000"
    ),
    "aws:cloudwatch/eventRule:EventRule": f"arn:aws:events:{HERE}:rule/a-bus/{{name}}",
    "aws:cloudwatch/logGroup:LogGroup": f"arn:aws:logs:{HERE}:log-group:{{name}}",
    "aws:cloudwatch/metricAlarm:MetricAlarm": f"arn:aws:cloudwatch:{HERE}:alarm:{{name}}",
    "aws:cognito/userPool:UserPool": f"arn:aws:cognito-idp:{HERE}:userpool/{{region}}_Ab1Cd2Ef3",
    "aws:dynamodb/table:Table": f"arn:aws:dynamodb:{HERE}:table/{{name}}",
    "aws:glue/catalogDatabase:CatalogDatabase": f"arn:aws:glue:{HERE}:database/{{name}}",
    "aws:glue/catalogTable:CatalogTable": f"arn:aws:glue:{HERE}:table/a_database/{{name}}",
    "aws:iam/role:Role": "arn:aws:iam::{account}:role/{name}",
    "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": (
        f"arn:aws:firehose:{HERE}:deliverystream/{{name}}"
    ),
    "aws:kinesis/stream:Stream": f"arn:aws:kinesis:{HERE}:stream/{{name}}",
    "aws:kinesis/streamConsumer:StreamConsumer": (
        f"arn:aws:kinesis:{HERE}:stream/a-stream/consumer/{{name}}:1764504000"
    ),
    "aws:kms/key:Key": f"arn:aws:kms:{HERE}:key/7a2b4c6d-0000-4000-8000-000000000000",
    "aws:lambda/function:Function": f"arn:aws:lambda:{HERE}:function:{{name}}",
    "aws:lambda/layerVersion:LayerVersion": f"arn:aws:lambda:{HERE}:layer:{{name}}:1",
    "aws:mediaconvert/queue:Queue": f"arn:aws:mediaconvert:{HERE}:queues/{{name}}",
    "aws:opensearch/domain:Domain": f"arn:aws:es:{HERE}:domain/{{name}}",
    "aws:s3/bucket:Bucket": "arn:aws:s3:::{name}",
    "aws:scheduler/schedule:Schedule": f"arn:aws:scheduler:{HERE}:schedule/a-group/{{name}}",
    "aws:scheduler/scheduleGroup:ScheduleGroup": (
        f"arn:aws:scheduler:{HERE}:schedule-group/{{name}}"
    ),
    "aws:schemas/registry:Registry": f"arn:aws:schemas:{HERE}:registry/{{name}}",
    "aws:schemas/schema:Schema": f"arn:aws:schemas:{HERE}:schema/a-registry/{{name}}",
    "aws:sesv2/emailIdentity:EmailIdentity": f"arn:aws:ses:{HERE}:identity/shop.example",
    "aws:sfn/stateMachine:StateMachine": f"arn:aws:states:{HERE}:stateMachine:{{name}}",
    "aws:sns/topic:Topic": f"arn:aws:sns:{HERE}:{{name}}",
    "aws:sqs/queue:Queue": f"arn:aws:sqs:{HERE}:{{name}}",
    "aws:ssm/parameter:Parameter": f"arn:aws:ssm:{HERE}:parameter{{name}}",
    "aws:wafv2/ipSet:IpSet": (
        f"arn:aws:wafv2:{HERE}:global/ipset/{{name}}/7a2b4c6d-0000-4000-8000-000000000000"
    ),
    "aws:wafv2/webAcl:WebAcl": (
        f"arn:aws:wafv2:{HERE}:global/webacl/{{name}}/7a2b4c6d-0000-4000-8000-000000000000"
    ),
}
