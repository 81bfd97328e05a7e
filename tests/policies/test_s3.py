"""Rules on S3: what they allow and what they refuse."""

from __future__ import annotations

import json

from pulumi_aws import cloudwatch, iam, lambda_, s3, sns, sqs

from policies.framework.resource import UNKNOWN
from policies.rules import s3 as rules
from tests.policies.asking import all_violations, alone, engine, shown
from tests.policies.stacks import arn, resource

ROLE = resource(iam.Role, "role", arn=arn("iam", "role/resize"))
RESIZE = resource(
    lambda_.Function, "resize", refers={"role": [ROLE]}, arn=arn("lambda", "function:resize")
)
QUEUE = resource(sqs.Queue, "uploads", arn=arn("sqs", "uploads"))
TOPIC = resource(sns.Topic, "put", arn=arn("sns", "put"))
CREATED, REMOVED = ["s3:ObjectCreated:*"], ["s3:ObjectRemoved:Delete"]


def may(*actions, on="arn:aws:s3:::files/*", effect="Allow"):
    statement = {"Effect": effect, "Action": list(actions), "Resource": [on]}
    text = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    return resource(iam.RolePolicy, "may", refers={"role": [ROLE]}, role="role", policy=text)


def by_rule(asked, bucket="files"):
    """A bucket whose events go to EventBridge, and a rule for some of its objects."""
    detail = {"bucket": {"name": [bucket]}, "object": asked}
    pattern = {"source": ["aws.s3"], "detail-type": ["Object Created"], "detail": detail}
    rule = resource(cloudwatch.EventRule, "uploaded", eventPattern=json.dumps(pattern))
    return [
        resource(s3.BucketNotification, "n", bucket="files", eventbridge=True),
        rule,
        resource(cloudwatch.EventTarget, "t", {"rule": [rule], "arn": [RESIZE]}),
    ]


def invokes(prefix="uploads/", events=CREATED, function=RESIZE, suffix=""):
    one = {
        "lambdaFunctionArn": function.properties["arn"],
        "events": events,
        **({"filterPrefix": prefix} if prefix else {}),
        **({"filterSuffix": suffix} if suffix else {}),
    }
    refers = {"lambdaFunctions": [function]}
    return resource(
        s3.BucketNotification, "n", refers=refers, bucket="files", lambdaFunctions=[one]
    )


def feeds(source=QUEUE):
    refers = {"eventSourceArn": [source], "functionName": [RESIZE]}
    return resource(
        lambda_.EventSourceMapping,
        "m",
        refers=refers,
        eventSourceArn=source.properties["arn"],
        functionName=RESIZE.properties["arn"],
    )


def sends_to(kind, key, target):
    one = {f"{key}Arn": target.properties["arn"], "events": CREATED, "filterPrefix": "uploads/"}
    refers = {kind: [target]}
    return resource(s3.BucketNotification, "n", refers=refers, bucket="files", **{kind: [one]})


SUBSCRIBED = resource(
    sns.TopicSubscription,
    "s",
    refers={"topic": [TOPIC], "endpoint": [QUEUE]},
    topic=TOPIC.properties["arn"],
    endpoint=QUEUE.properties["arn"],
)
READS = may("s3:GetObject")
WRITES = may("s3:PutObject")
POLICY = resource(iam.Policy, "p", arn=arn("iam", "policy/p"), policy=WRITES.properties["policy"])
ATTACHED = [
    POLICY,
    resource(iam.RolePolicyAttachment, "a", {"role": [ROLE], "policyArn": [POLICY]}),
]

ALLOWED = {
    rules.consumer_does_not_write_back: {
        "it reads what it is invoked for": [RESIZE, ROLE, READS, invokes()],
        "it writes below another prefix": [
            RESIZE,
            ROLE,
            may("s3:PutObject", on="arn:aws:s3:::files/thumbnails/*"),
            invokes(),
        ],
        "it writes one object elsewhere": [
            RESIZE,
            ROLE,
            may("s3:PutObject", on="arn:aws:s3:::files/index.json"),
            invokes(),
        ],
        "it writes to another bucket": [
            RESIZE,
            ROLE,
            may("s3:PutObject", on="arn:aws:s3:::thumbnails/*"),
            invokes(),
        ],
        "it deletes, and is invoked for new objects": [
            RESIZE,
            ROLE,
            may("s3:DeleteObject"),
            invokes(),
        ],
        "it writes below the prefix, with another end": [
            *(RESIZE, ROLE, may("s3:PutObject", on="arn:aws:s3:::files/uploads/*.json")),
            invokes(suffix=".jpg"),
        ],
        "it writes one object below the prefix, with another end": [
            *(RESIZE, ROLE, may("s3:PutObject", on="arn:aws:s3:::files/uploads/index.json")),
            invokes(suffix=".jpg"),
        ],
        "by EventBridge, below another prefix": [
            *(RESIZE, ROLE, may("s3:PutObject", on="arn:aws:s3:::files/thumbnails/*")),
            *by_rule({"key": [{"prefix": "uploads/"}]}),
        ],
        "by EventBridge, for objects of another bucket": [
            *(RESIZE, ROLE, WRITES, *by_rule({}, bucket="other"))
        ],
        "by EventBridge, for keys that it cannot be said of": [
            *(RESIZE, ROLE, WRITES, *by_rule({"key": [{"anything-but": "a"}]}))
        ],
        "it must not write": [RESIZE, ROLE, may("s3:PutObject", effect="Deny"), invokes()],
        "nothing reads the queue": [QUEUE, sends_to("queues", "queue", QUEUE)],
    }
}
REFUSED = {
    rules.consumer_does_not_write_back: {
        "it writes anywhere": [RESIZE, ROLE, WRITES, invokes()],
        "it writes anywhere, and is invoked for all": [RESIZE, ROLE, WRITES, invokes(prefix="")],
        "it writes what ends alike": [
            *(RESIZE, ROLE, may("s3:PutObject", on="arn:aws:s3:::files/*.jpg")),
            invokes(suffix="-small.jpg"),
        ],
        "it writes one such object": [
            *(RESIZE, ROLE, may("s3:PutObject", on="arn:aws:s3:::files/uploads/a.jpg")),
            invokes(suffix=".jpg"),
        ],
        "by a policy that is attached": [RESIZE, ROLE, *ATTACHED, invokes()],
        "by EventBridge": [RESIZE, ROLE, WRITES, *by_rule({})],
        "by EventBridge, one key": [RESIZE, ROLE, WRITES, *by_rule({"key": ["index.json"]})],
        "it writes to any bucket": [
            RESIZE,
            ROLE,
            may("s3:*", on="arn:aws:s3:::*"),
            invokes(),
        ],
        "it writes below a part of the prefix": [
            RESIZE,
            ROLE,
            may("s3:PutObject", on="arn:aws:s3:::files/uploads/small/*"),
            invokes(),
        ],
        "it deletes, and is invoked for deleted ones": [
            RESIZE,
            ROLE,
            may("s3:DeleteObject"),
            invokes(events=REMOVED),
        ],
        "through a queue": [
            RESIZE,
            ROLE,
            WRITES,
            QUEUE,
            feeds(),
            sends_to("queues", "queue", QUEUE),
        ],
        "through a topic and a queue": [
            RESIZE,
            ROLE,
            WRITES,
            QUEUE,
            feeds(),
            TOPIC,
            SUBSCRIBED,
            sends_to("topics", "topic", TOPIC),
        ],
    }
}


@shown(ALLOWED)
def test_allowed(rule, stack):
    assert all_violations(rule, stack) == []


@shown(REFUSED)
def test_refused(rule, stack):
    """Once ARNs are known: before, whether a role may write is not."""
    assert len(alone(rule, stack)) == 1
    assert engine([rule], stack) != []


def test_what_a_role_may_do_is_judged_when_it_is_known():
    policy = resource(iam.RolePolicy, "may", refers={"role": [ROLE]}, role="role", policy=UNKNOWN)
    assert alone(rules.consumer_does_not_write_back, [RESIZE, ROLE, policy, invokes()]) == []
