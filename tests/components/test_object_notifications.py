import pytest
from pulumi_aws import cloudwatch, lambda_, s3, sqs

from components.compute.function import Function
from components.messaging.queue_worker import QueueWorkerArgs
from components.objects.bucket import Bucket, BucketArgs
from components.objects.object_notifications import ObjectNotifications, ObjectNotificationsArgs
from components.objects.object_route import CREATED, REMOVED, ObjectRoute
from tests.cloud import ACCOUNT, Cloud, deploy
from tests.components.event_rules import fulfilment
from tests.components.sample import arn, defaults, function

QUEUE, TOPIC, FUNCTION = arn("sqs", "theirs"), arn("sns", "theirs"), arn("lambda", "function:f")
ORIGIN = {"aws:SourceAccount": ACCOUNT}


def bucket() -> Bucket:
    return Bucket("files", BucketArgs(defaults=defaults()))


def worker(**changes) -> QueueWorkerArgs:
    return QueueWorkerArgs(function=function(**changes))


def notify(on=None, event_bridge=False, **routes: ObjectRoute) -> ObjectNotifications:
    args = ObjectNotificationsArgs(
        bucket=on or bucket(),
        account=ACCOUNT,
        routes=routes,
        event_bridge=event_bridge,
        defaults=defaults(),
    )
    return ObjectNotifications("files", args)


def made(**given) -> Cloud:
    return deploy(lambda: notify(**given).notification.id)


def refusal(make) -> str:
    with pytest.raises(ValueError) as refused:
        deploy(make)
    return str(refused.value)


def four() -> dict[str, ObjectRoute]:
    return {
        "resize": ObjectRoute(function=function(), suffix=".jpg"),
        "load": ObjectRoute(worker=worker(), suffix=".csv"),
        "count": ObjectRoute(queue=QUEUE, events=(REMOVED,), all_objects=True),
        "share": ObjectRoute(topic=TOPIC, prefix="shared/", suffix=".pdf"),
    }


def test_a_bucket_has_one_notification_for_all_of_its_routes():
    assert deploy(lambda: notify(**four())).one(s3.BucketNotification).inputs == {
        "bucket": "files-bucket-id",
        "lambdaFunctions": [
            {
                "id": "resize",
                "lambdaFunctionArn": arn("lambda", "files-resize-function"),
                "events": [CREATED],
                "filterSuffix": ".jpg",
            }
        ],
        "queues": [
            {
                "id": "load",
                "queueArn": arn("sqs", "files-load-queue"),
                "events": [CREATED],
                "filterSuffix": ".csv",
            },
            {"id": "count", "queueArn": QUEUE, "events": [REMOVED]},
        ],
        "topics": [
            {
                "id": "share",
                "topicArn": TOPIC,
                "events": [CREATED],
                "filterPrefix": "shared/",
                "filterSuffix": ".pdf",
            }
        ],
    }


def test_this_bucket_of_this_account_may_invoke_a_function_whose_failures_are_kept():
    cloud = made(resize=ObjectRoute(function=function(), suffix=".jpg"))
    allowed = cloud.one(lambda_.Permission).inputs
    assert allowed["principal"] == "s3.amazonaws.com"
    assert allowed["sourceArn"] == arn("s3", "files-bucket")
    assert allowed["sourceAccount"] == ACCOUNT
    failures = cloud.one(lambda_.FunctionEventInvokeConfig).inputs["destinationConfig"]
    assert failures == {"onFailure": {"destination": arn("sqs", "files-resize-dead-letters")}}
    permission = cloud.one(lambda_.Permission).urn
    assert permission in cloud.one(s3.BucketNotification).dependencies


def test_an_existing_function_keeps_its_own_configuration():
    cloud = made(resize=ObjectRoute(function=FUNCTION, suffix=".jpg"))
    assert cloud.all(lambda_.FunctionEventInvokeConfig) == []
    assert cloud.one(lambda_.Permission).inputs["function"] == "f"


def test_this_bucket_of_this_account_may_send_to_the_queue_of_a_worker():
    cloud = made(load=ObjectRoute(worker=worker(), suffix=".csv"))
    [policy] = [
        each for each in cloud.all(sqs.QueuePolicy) if each.name == "files-load-queue-policy"
    ]
    [allow, _] = policy.json("policy")["Statement"]
    assert allow["Principal"] == {"Service": "s3.amazonaws.com"}
    assert allow["Condition"] == {
        "ArnEquals": {"aws:SourceArn": arn("s3", "files-bucket")},
        "StringEquals": ORIGIN,
    }
    assert policy.urn in cloud.one(s3.BucketNotification).dependencies


@pytest.mark.parametrize(
    ("filters", "key"),
    [
        ({"prefix": "large/"}, [{"prefix": "large/"}]),
        ({"suffix": ".csv"}, [{"suffix": ".csv"}]),
        ({"prefix": "large*/", "suffix": ".csv"}, [{"wildcard": "large\\*/*.csv"}]),
    ],
)
def test_a_workflow_is_started_by_a_rule(filters, key):
    cloud = deploy(lambda: notify(load=ObjectRoute(workflow=fulfilment(), **filters)))
    assert cloud.one(s3.BucketNotification).inputs == {
        "bucket": "files-bucket-id",
        "eventbridge": True,
    }
    rule = cloud.one(cloudwatch.EventRule)
    assert rule.inputs["eventBusName"] == "default"
    pattern = rule.json("eventPattern")
    assert pattern["source"] == ["aws.s3"]
    assert pattern["detail-type"] == ["Object Created"]
    assert pattern["detail"] == {"bucket": {"name": ["files-bucket-id"]}, "object": {"key": key}}
    paths = cloud.one(cloudwatch.EventTarget).inputs["inputTransformer"]["inputPaths"]
    assert paths == {
        "bucket": "$.detail.bucket.name",
        "key": "$.detail.object.key",
        "size": "$.detail.object.size",
        "etag": "$.detail.object.etag",
        "sequencer": "$.detail.object.sequencer",
    }


def test_a_workflow_may_start_for_all_objects_that_come_and_go():
    both = (CREATED, REMOVED)
    cloud = deploy(
        lambda: notify(load=ObjectRoute(workflow=fulfilment(), events=both, all_objects=True))
    )
    pattern = cloud.one(cloudwatch.EventRule).json("eventPattern")
    assert pattern["detail-type"] == ["Object Created", "Object Deleted"]
    assert "object" not in pattern["detail"]


def test_events_may_go_to_the_default_bus_for_rules_of_others():
    cloud = made(event_bridge=True, count=ObjectRoute(queue=QUEUE, all_objects=True))
    assert cloud.one(s3.BucketNotification).inputs["eventbridge"] is True
    assert cloud.all(cloudwatch.EventRule) == []


def test_an_existing_bucket_may_notify():
    cloud = made(on="arn:aws:s3:::theirs", load=ObjectRoute(worker=worker(), suffix=".csv"))
    assert cloud.one(s3.BucketNotification).inputs["bucket"] == "theirs"


def to_queue(**filters) -> ObjectRoute:
    return ObjectRoute(queue=QUEUE, **filters)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"all_objects": True}, {"suffix": ".jpg"}),
        ({"prefix": "uploads/"}, {"prefix": "uploads/images/"}),
        ({"prefix": "uploads/images/"}, {"prefix": "uploads/"}),
        ({"suffix": ".jpg"}, {"prefix": "uploads/"}),
        ({"suffix": "a.jpg"}, {"suffix": ".jpg"}),
        ({"suffix": ".jpg", "events": ("s3:ObjectCreated:Put",)}, {"suffix": ".jpg"}),
    ],
)
def test_two_routes_for_one_object_are_refused(one, other):
    said = refusal(lambda: notify(a=to_queue(**one), b=to_queue(**other)))
    assert said.startswith("routes a (")
    assert " and b (" in said
    assert "S3 refuses two routes for one object" in said


def test_a_refusal_names_both_routes_and_what_they_match():
    first, second = to_queue(prefix="up/", suffix=".jpg"), to_queue(all_objects=True)
    assert refusal(lambda: notify(a=first, b=second)) == (
        "routes a (prefix 'up/' and suffix '.jpg') and b (all objects) overlap for "
        "s3:ObjectCreated:*: S3 refuses two routes for one object; start one by a workflow, or "
        "feed both from one topic (ObjectFanOut)"
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"suffix": ".jpg"}, {"suffix": ".png"}),
        ({"prefix": "images/", "suffix": ".jpg"}, {"prefix": "texts/", "suffix": ".jpg"}),
        ({"suffix": ".jpg"}, {"suffix": ".jpg", "events": (REMOVED,)}),
        (
            {"suffix": ".jpg", "events": ("s3:ObjectCreated:Put",)},
            {"suffix": ".jpg", "events": ("s3:ObjectCreated:Copy",)},
        ),
    ],
)
def test_routes_that_share_no_event_are_taken(one, other):
    assert (
        len(
            made(a=to_queue(**one), b=to_queue(**other)).one(s3.BucketNotification).inputs["queues"]
        )
        == 2
    )


def test_a_workflow_may_overlap_other_routes():
    cloud = deploy(
        lambda: notify(
            images=to_queue(suffix=".jpg"),
            large=ObjectRoute(workflow=fulfilment(), prefix="large-files/"),
        )
    )
    assert cloud.one(s3.BucketNotification).inputs["eventbridge"] is True


def looping(route) -> str:
    def program() -> None:
        files = bucket()
        notify(on=files, resize=route(files))

    return refusal(program)


SELF = {
    "a function to make": lambda files: ObjectRoute(
        function=function(uses=(files.write(prefix="uploads/"),)), prefix="uploads/"
    ),
    "a function that is there": lambda files: ObjectRoute(
        function=Function("resize", function(uses=(files.write(),))), suffix=".jpg"
    ),
    "a worker": lambda files: ObjectRoute(
        worker=worker(uses=(files.read(), files.write(prefix="uploads/small/"))), prefix="uploads/"
    ),
    "one that deletes what is deleted": lambda files: ObjectRoute(
        worker=worker(uses=(files.delete(),)), events=(REMOVED,), all_objects=True
    ),
}


@pytest.mark.parametrize("route", SELF.values(), ids=SELF)
def test_a_function_that_could_invoke_itself_is_refused(route):
    said = looping(route)
    assert said.startswith("route resize: its function may ")
    assert "invoke itself for ever" in said


OTHERS = {
    "it writes elsewhere": lambda files: worker(uses=(files.write(prefix="thumbnails/"),)),
    "it reads and deletes": lambda files: worker(uses=(files.read(), files.delete())),
    "it writes to another bucket": lambda _: worker(uses=(Bucket("out").write(),)),
}


@pytest.mark.parametrize("uses", OTHERS.values(), ids=OTHERS)
def test_a_function_that_writes_elsewhere_is_taken(uses):
    def program() -> None:
        files = bucket()
        notify(on=files, resize=ObjectRoute(worker=uses(files), prefix="uploads/"))

    assert len(deploy(program).all(s3.BucketNotification)) == 1


WRONG = {
    "prefix or suffix must be given, or all_objects=True; got neither": {"queue": QUEUE},
    "all_objects leaves no room for prefix or suffix; got both": {
        "queue": QUEUE,
        "all_objects": True,
        "prefix": "a",
    },
    "events must be such as s3:ObjectCreated:*, got ObjectCreated": {
        "queue": QUEUE,
        "prefix": "a",
        "events": ("ObjectCreated",),
    },
    "events must be such as s3:ObjectCreated:*, got s3:*": {
        "queue": QUEUE,
        "prefix": "a",
        "events": ("s3:*",),
    },
    "events must name at least one type of event, got none": {
        "queue": QUEUE,
        "prefix": "a",
        "events": (),
    },
    "a workflow starts by s3:ObjectCreated:* or s3:ObjectRemoved:*, got s3:ObjectCreated:Copy": {
        "workflow": arn("states", "stateMachine:theirs"),
        "prefix": "a",
        "events": ("s3:ObjectCreated:Copy",),
    },
}


@pytest.mark.parametrize(("message", "given"), WRONG.items(), ids=list(WRONG))
def test_what_a_route_does_not_take(message, given):
    assert refusal(lambda: ObjectRoute(**given)) == message


def test_a_fifo_worker_is_refused():
    fifo = QueueWorkerArgs(function=function(), fifo=True)
    assert refusal(lambda: ObjectRoute(worker=fifo, prefix="a")) == (
        "worker must not be fifo: S3 sends its events to standard queues"
    )


def test_a_route_must_be_given():
    assert refusal(notify) == "routes must name at least one route, got none"
