"""What the emulator cannot honour of streams; of the rest, see ``local.provider.unsupported``."""

from __future__ import annotations

from local.provider.unsupported_identity import Reasons

STREAM = "aws:kinesis/stream:Stream"
DELIVERY = "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream"

UNSUPPORTED: Reasons = {
    (STREAM, "enforceConsumerDeletion"): "a local stage deletes a stream with its consumers",
    (STREAM, "maxRecordSizeInKib"): "the emulator takes records of 1 MB",
    (STREAM, "shardLevelMetrics"): "the emulator measures no shards",
    (STREAM, "warmThroughputMibPs"): "the emulator has no throughput limits",
}

INERT: Reasons = {
    (DELIVERY, "opensearchConfiguration"): "records are in the bucket instead, each an object",
    (DELIVERY, "redshiftConfiguration"): "records are in the bucket instead, each an object",
    (STREAM, "encryptionType"): "the emulator does not encrypt",
    (STREAM, "kmsKeyId"): "the emulator does not encrypt",
    (DELIVERY, "serverSideEncryption"): "the emulator does not encrypt",
}
