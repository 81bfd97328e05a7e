"""Rules on runs of schedules: what they allow and what they refuse."""

from __future__ import annotations

import json

from pulumi_aws import cloudwatch, iam, lambda_, scheduler, sfn, sqs

from policies.rules import scheduler_runs
from tests.policies.asking import all_violations, passes, shown
from tests.policies.stacks import alarm, arn, resource

ROLE = resource(iam.Role, "role", arn=arn("iam", "role/r"))
GROUP = resource(scheduler.ScheduleGroup, "group")
FUNCTION = resource(lambda_.Function, "f", arn=arn("lambda", "function:f"))
MACHINE = resource(sfn.StateMachine, "w", arn=arn("states", "stateMachine:w"))
QUEUE = resource(sqs.Queue, "failed", arn=arn("sqs", "failed"))


def schedule(*targets, stack="dev", **properties):
    refers = {"target": [ROLE, *targets], "groupName": [GROUP]}
    named = {"groupName": "jobs"} if "groupName" not in properties else {}
    return resource(
        scheduler.Schedule,
        "nightly",
        refers,
        stack,
        target={"arn": arn("x", "y")},
        **named,
        **properties,
    )


def right(action, on, about=()):
    statement = {"Effect": "Allow", "Action": action, "Resource": on}
    return resource(
        iam.RolePolicy,
        action,
        refers={"role": [ROLE], "policy": about},
        policy=json.dumps({"Statement": [statement]}),
    )


def alarms(*names, of=GROUP, **changes):
    return [alarm(of, f"AWS/Scheduler:{each}", "ScheduleGroup", **changes) for each in names]


BOTH = ("TargetErrorCount", "InvocationDroppedCount")
ALONE = resource(scheduler.Schedule, "nightly", target={"arn": arn("x", "y")})


def by_name(group, *names):
    return [
        resource(
            cloudwatch.MetricAlarm,
            each,
            namespace="AWS/Scheduler",
            metricName=each,
            dimensions={"ScheduleGroup": group},
            comparisonOperator="GreaterThanThreshold",
            threshold=0.0,
        )
        for each in names
    ]


START = right("lambda:InvokeFunction", arn("lambda", "function:f"), [FUNCTION])
ALLOWED = {
    scheduler_runs.schedule_is_enabled: {
        "it ends in a while": [schedule(FUNCTION, stack="prod", endDate="2999-01-01T00:00:00Z")],
        "nothing is set": [schedule(stack="prod")],
        "it is set": [schedule(stack="prod", state="ENABLED")],
        "it is disabled in dev": [schedule(state="DISABLED")],
    },
    scheduler_runs.role_may_start_target: {
        "a function": [ROLE, FUNCTION, schedule(FUNCTION), START],
        "a state machine, and the queue": [
            *(ROLE, MACHINE, QUEUE, schedule(MACHINE, QUEUE)),
            right("states:Start*", arn("states", "stateMachine:*"), [MACHINE]),
            right("sqs:SendMessage", arn("sqs", "failed"), [QUEUE]),
        ],
        "the role is in another stack": [
            FUNCTION,
            resource(scheduler.Schedule, "s", refers={"target": [FUNCTION]}, target={}),
        ],
    },
    scheduler_runs.schedule_has_delivery_alarm: {
        "on both metrics": [GROUP, schedule(), *alarms(*BOTH)],
        "at one": [
            *(GROUP, schedule()),
            *alarms(*BOTH, threshold=1.0, comparisonOperator="GreaterThanOrEqualToThreshold"),
        ],
        "of the default group, by name": [ALONE, *by_name("default", *BOTH)],
    },
}
REFUSED = {
    scheduler_runs.schedule_is_enabled: {
        "it has ended": [schedule(FUNCTION, stack="prod", endDate="2020-01-01T00:00:00Z")],
        "it is disabled": [schedule(stack="prod", state="DISABLED")],
        "it is disabled in a service's stack": [schedule(stack="prod-orders", state="DISABLED")],
    },
    scheduler_runs.role_may_start_target: {
        "it may start another": [
            *(ROLE, FUNCTION, schedule(FUNCTION)),
            right("lambda:InvokeFunction", arn("lambda", "function:other")),
        ],
        "it may not send what failed": [ROLE, FUNCTION, QUEUE, schedule(FUNCTION, QUEUE), START],
        "it has no policy": [ROLE, MACHINE, schedule(MACHINE)],
    },
    scheduler_runs.schedule_has_delivery_alarm: {
        "on one metric": [GROUP, schedule(), *alarms("TargetErrorCount")],
        "on the other": [GROUP, schedule(), *alarms("InvocationDroppedCount")],
        "from the second on": [GROUP, schedule(), *alarms(*BOTH, threshold=1.0)],
        "of another group, by name": [ALONE, *by_name("jobs", *BOTH)],
    },
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    assert passes(rule, stack) == []
