import pytest
from pulumi_aws import cloudwatch, sqs

from components.messaging.event_workflow import EventWorkflow, EventWorkflowArgs
from tests.cloud import Cloud, deploy
from tests.components.event_rules import PLACED, fulfilment, rule_role, rule_trust, trust_of
from tests.components.sample import arn, defaults

PATHS = {"orderId": "$.detail.data.orderId", "lines": "$.detail.data.lines"}


def begins(pattern=PLACED, paths=None, workflow=None, **changes) -> Cloud:
    def program():
        args = EventWorkflowArgs(
            bus_name="platform-dev",
            pattern=pattern,
            workflow=workflow or fulfilment(),
            defaults=defaults(**changes),
            input=paths or {},
        )
        return EventWorkflow("begin", args).rule.name

    return deploy(program)


def target(**changes):
    return begins(**changes).one(cloudwatch.EventTarget).inputs


def test_the_rule_matches_the_pattern_on_the_bus_and_its_own_replays():
    rule = begins().one(cloudwatch.EventRule)
    assert rule.inputs["eventBusName"] == "platform-dev"
    assert rule.json("eventPattern") == {
        **PLACED,
        "replay-name": [{"exists": False}, {"prefix": "begin."}],
    }


def test_the_rule_starts_the_workflow():
    assert target()["arn"] == arn("sfn", "fulfil-machine")
    assert target()["rule"] == "begin-rule"
    assert target()["eventBusName"] == "platform-dev"
    assert target()["roleArn"] == arn("iam", "begin-rule-role")


def test_its_role_is_for_this_rule_and_allows_starting_this_workflow_only():
    cloud = begins()
    assert rule_trust(cloud, "begin") == trust_of("begin")
    assert rule_role(cloud, "begin") == [
        {
            "Effect": "Allow",
            "Action": ["states:StartExecution"],
            "Resource": [arn("sfn", "fulfil-machine")],
        }
    ]


def test_the_input_is_what_the_paths_name():
    assert target(paths=PATHS)["inputTransformer"] == {
        "inputPaths": PATHS,
        "inputTemplate": '{"orderId": <orderId>, "lines": <lines>}',
    }


def test_without_paths_the_input_is_the_whole_event():
    assert "inputTransformer" not in target()


def test_an_event_that_could_not_start_it_moves_to_the_dead_letter_queue():
    cloud = begins(target_retries=7, target_age_seconds=60)
    made = cloud.one(cloudwatch.EventTarget).inputs
    assert made["deadLetterConfig"] == {"arn": arn("sqs", "begin-dead-letters")}
    assert made["retryPolicy"] == {"maximumRetryAttempts": 7, "maximumEventAgeInSeconds": 60}
    assert cloud.one(cloudwatch.MetricAlarm, "begin-dead-letters-alarm")


def test_the_target_depends_on_the_role_and_the_queue_policy():
    cloud = begins()
    needed = {cloud.one(sqs.QueuePolicy, "begin-dead-letters-policy").urn}
    needed |= {r.urn for r in cloud.resources if r.name == "begin-rule-permissions"}
    assert len(needed) == 2
    assert needed <= set(cloud.one(cloudwatch.EventTarget).dependencies)


def test_a_pattern_that_matches_everything_is_refused():
    with pytest.raises(ValueError) as refused:
        begins(pattern={})
    assert str(refused.value) == "pattern must name at least one field; an empty one matches all"


@pytest.mark.parametrize("key", ["order id", "awsOrder", "1st", "<x>"])
def test_an_input_key_that_eventbridge_refuses_is_refused(key):
    with pytest.raises(ValueError) as refused:
        begins(paths={key: "$.detail"})
    assert str(refused.value) == f"input must be named by letters and digits, got {key}"


@pytest.mark.parametrize("path", ["detail.data", "$", "$.detail.lines[0]", "$..data"])
def test_an_input_path_that_eventbridge_refuses_is_refused(path):
    with pytest.raises(ValueError) as refused:
        begins(paths={"data": path})
    assert str(refused.value) == f"input data must be a path as $.detail.data, got {path}"


def test_an_existing_workflow_is_started():
    machine = arn("states", "stateMachine:theirs")
    cloud = begins(workflow=machine)
    assert cloud.one(cloudwatch.EventTarget).inputs["arn"] == machine
    assert rule_role(cloud, "begin")[0]["Resource"] == [machine]


def test_an_arn_that_is_no_workflows_is_refused():
    with pytest.raises(ValueError, match="workflow must be given by the ARN of one"):
        begins(workflow=arn("sqs", "jobs"))
