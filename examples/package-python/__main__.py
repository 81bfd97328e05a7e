"""Word counts: a queue worker that counts the words of each text and puts the count in a table."""

import pulumi
import pulumi_serverless as serverless

counts = serverless.Table("counts", key="text")

worker = serverless.QueueWorker(
    "count-words",
    function={
        "code_path": "./app",
        "handler": "count_words.handle",
        "preset": "simple",
        "environment": {"COUNTS_TABLE": counts.table_name},
        "permissions": [{"actions": ["dynamodb:PutItem"], "resources": [counts.table_arn]}],
    },
    batch_size=5,
)

pulumi.export("queueUrl", worker.queue_url)
pulumi.export("tableName", counts.table_name)
