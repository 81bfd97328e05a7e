"""Rules on delivery streams: what they allow and what they refuse."""

from __future__ import annotations

from pulumi_aws import kinesis as aws

from policies.rules import firehose
from tests.policies.asking import all_violations, passes, shown
from tests.policies.stacks import arn, resource

LOG = {"enabled": True, "logGroupName": "delivery", "logStreamName": "errors"}
FROM_STREAM = {"kinesisStreamArn": arn("kinesis", "stream/clicks"), "roleArn": arn("iam", "role/r")}


def delivery(log=LOG, into="extendedS3Configuration", **properties):
    configuration = {} if log is None else {"cloudwatchLoggingOptions": log}
    into_bucket = {into: {"bucketArn": "arn:aws:s3:::lake", **configuration}}
    return resource(aws.FirehoseDeliveryStream, "raw", **into_bucket, **properties)


ALLOWED = {
    firehose.delivery_stream_is_encrypted: {
        "records that are put": [delivery(serverSideEncryption={"enabled": True})],
        "a stream is the source": [delivery(kinesisSourceConfiguration=FROM_STREAM)],
    },
    firehose.delivery_stream_logs_errors: {
        "into a bucket": [delivery()],
        "into OpenSearch": [delivery(into="opensearchConfiguration")],
    },
}
REFUSED = {
    firehose.delivery_stream_is_encrypted: {
        "nothing is set": [delivery()],
        "it is off": [delivery(serverSideEncryption={"enabled": False})],
    },
    firehose.delivery_stream_logs_errors: {
        "nothing is set": [delivery(log=None)],
        "it is off": [delivery(log={**LOG, "enabled": False})],
        "there is no log": [delivery(log={"enabled": True})],
        "into no group": [delivery(log={"enabled": True, "logStreamName": "s"})],
        "into no stream of a group": [delivery(log={"enabled": True, "logGroupName": "g"})],
        "into Redshift": [delivery(log=None, into="redshiftConfiguration")],
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []
