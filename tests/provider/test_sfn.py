"""State machines in Step Functions' words."""

from __future__ import annotations

from local.provider.resource_types.sfn import read_logging, worded

GROUP = "arn:aws:logs:eu-west-1:000000000000:log-group:machine:*"
LOGS = {"level": "ALL", "includeExecutionData": True, "logDestination": GROUP}


def test_where_a_machine_logs_is_a_list_for_aws_and_one_for_pulumi():
    said = worded({"loggingConfiguration": LOGS, "name": "m", "tags": {}}, "loggingConfiguration")
    logging = said["loggingConfiguration"]
    assert logging == {
        "level": "ALL",
        "includeExecutionData": True,
        "destinations": [{"cloudWatchLogsLogGroup": {"logGroupArn": GROUP}}],
    }
    assert read_logging(logging) == LOGS
