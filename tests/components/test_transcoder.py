"""Transcoder: the request of a job, its role, and what the workflow that waits for it may do."""

from __future__ import annotations

import json
from typing import Any

import botocore.session
import pytest
from botocore.validate import ParamValidator
from pulumi_aws import iam, mediaconvert, sfn

from components.objects.bucket import Bucket
from components.objects.transcoder import (
    Rendition,
    Transcoder,
    TranscoderArgs,
    completion_rule_of,
    jobs_of,
    sync_call,
)
from components.workflow.definition import Definition
from components.workflow.states import Task
from components.workflow.workflow import Workflow, WorkflowArgs
from tests.cloud import Cloud, deploy
from tests.components.sample import arn, defaults

QUEUE = "arn:aws-cn:mediaconvert:cn-north-1:123456789012:queues/films"
SMALL = Rendition(suffix="-480p", height=480, max_megabits=1.5)
LARGE = Rendition(suffix="-1080p", height=1080, max_megabits=6)


def made(**given) -> Cloud:
    args: dict[str, Any] = {
        "source": "arn:aws:s3:::films",
        "source_prefix": "new/",
        "target": "arn:aws:s3:::shown",
        "target_prefix": "films/",
        "renditions": (LARGE, SMALL),
        "defaults": defaults(),
        **given,
    }

    def program():
        task = Task("Transcode", does=Transcoder("films", TranscoderArgs(**args)).job(), timeout=60)
        return Workflow("flow", WorkflowArgs(definition=Definition((task,)))).arn

    return deploy(program)


def state(cloud: Cloud) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(cloud.one(sfn.StateMachine).inputs["definition"])
    return found["States"]["Transcode"]


def allowed(cloud: Cloud, name: str) -> dict[str, Any]:
    [found] = [each.inputs for each in cloud.all(iam.RolePolicy) if each.name == name]
    return {
        action: (one["Resource"], one.get("Condition"))
        for one in json.loads(found["policy"])["Statement"]
        for action in one["Action"]
    }


def test_a_task_waits_for_the_end_of_the_job():
    found = state(made())
    assert found["Resource"] == "arn:aws:states:::mediaconvert:createJob.sync"
    assert found["Parameters"]["ClientRequestToken.$"] == "$$.Execution.Name"
    errors = found["Retry"][0]["ErrorEquals"]
    assert errors == [
        "MediaConvert.TooManyRequestsException",
        "MediaConvert.InternalServerErrorException",
    ]


def test_each_film_becomes_one_file_for_each_rendition():
    settings = state(made())["Parameters"]["Settings"]
    [film], [group] = settings["Inputs"], settings["OutputGroups"]
    assert film["FileInput.$"] == "States.Format('s3://{}/{}', $.bucket, $.key)"
    place = group["OutputGroupSettings"]["FileGroupSettings"]["Destination"]
    assert place == "s3://shown/films/"
    assert [
        (
            each["NameModifier"],
            each["VideoDescription"]["Height"],
            each["VideoDescription"]["CodecSettings"]["H264Settings"]["MaxBitrate"],
        )
        for each in group["Outputs"]
    ] == [("-1080p", 1080, 6_000_000), ("-480p", 480, 1_500_000)]


def test_mediaconvert_takes_the_request():
    def filled(value: Any) -> Any:
        """The request as Step Functions sends it, with values in place of paths."""
        if isinstance(value, dict):
            return {name.removesuffix(".$"): filled(each) for name, each in value.items()}
        return [filled(each) for each in value] if isinstance(value, list) else value

    model = botocore.session.get_session().get_service_model("mediaconvert")
    shape = model.operation_model("CreateJob").input_shape
    report = ParamValidator().validate(filled(state(made())["Parameters"]), shape)
    assert report.generate_report() == ""


def test_jobs_read_films_and_write_renditions():
    cloud = made()
    assert allowed(cloud, "films-permissions") == {
        "s3:GetObject": (["arn:aws:s3:::films/new/*"], None),
        "s3:PutObject": (["arn:aws:s3:::shown/films/*"], None),
    }
    services = {
        json.loads(each.inputs["assumeRolePolicy"])["Statement"][0]["Principal"]["Service"]
        for each in cloud.all(iam.Role)
    }
    assert services == {"mediaconvert.amazonaws.com", "states.amazonaws.com"}


def test_the_workflow_creates_jobs_in_this_queue_and_passes_this_role():
    cloud = made()
    found = allowed(cloud, "flow-permissions")
    queue = arn("mediaconvert", "films-queue")
    assert found["mediaconvert:CreateJob"] == ([queue], None)
    passed = {"StringEquals": {"iam:PassedToService": "mediaconvert.amazonaws.com"}}
    assert found["iam:PassRole"] == ([arn("iam", "films-role")], passed)
    assert found["mediaconvert:CancelJob"][0] == [jobs_of(queue)]
    assert found["events:PutRule"][0] == [completion_rule_of(queue)]
    assert cloud.one(mediaconvert.Queue)


def test_arns_are_of_the_partition_region_and_account_of_the_queue():
    assert sync_call(QUEUE) == "arn:aws-cn:states:::mediaconvert:createJob.sync"
    assert jobs_of(QUEUE) == "arn:aws-cn:mediaconvert:cn-north-1:123456789012:jobs/*"
    rule = "arn:aws-cn:events:cn-north-1:123456789012:rule/"
    assert completion_rule_of(QUEUE) == f"{rule}StepFunctionsGetEventsForMediaConvertJobRule"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"suffix": ""}, "suffix must have a character or more, got none"),
        ({"height": 30}, "height must be between 32 and 2160, got 30"),
        ({"height": 2162}, "height must be between 32 and 2160, got 2162"),
        ({"height": 481}, "height must be an even number, got 481"),
        ({"max_megabits": 0}, "max_megabits must be more than 0, got 0"),
    ],
)
def test_a_rendition_that_mediaconvert_does_not_make_is_refused(given, said):
    with pytest.raises(ValueError, match=said):
        Rendition(**{"suffix": "-a", "height": 480, "max_megabits": 1, **given})


def test_renditions_differ_in_their_suffix():
    for given in ((), (SMALL, SMALL)):
        with pytest.raises(
            ValueError, match="renditions must be one or more, each with its suffix"
        ):
            made(renditions=given)


@pytest.mark.parametrize(
    ("source", "target"), [("", ""), ("", "films/"), ("films/", "films/small")]
)
def test_a_rendition_is_not_transcoded_again(source, target):
    def program():
        bucket = Bucket("films")
        given = {"source_prefix": source, "target_prefix": target, "renditions": (SMALL,)}
        TranscoderArgs(source=bucket, target=bucket, **given)

    with pytest.raises(ValueError, match="a rendition would be transcoded again"):
        deploy(program)


def test_one_bucket_may_have_films_and_renditions_under_prefixes():
    def program():
        bucket = Bucket("films")
        given = {"source_prefix": "new/", "target_prefix": "small/", "renditions": (SMALL,)}
        return TranscoderArgs(source=bucket, target=bucket, **given).target_prefix

    assert deploy(program).result == "small/"
