"""Transcoder: jobs of MediaConvert that turn films of one bucket into MP4 files of another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.access import Access, assumed_by, policy, statements
from components.arn import Arn, read
from components.defaults import Defaults
from components.limits import within
from components.references import AnyBucket, BucketRef
from components.roles import role_for
from components.workflow.integrations import Integration, integration_of

SERVICE = "mediaconvert.amazonaws.com"

# The rule by which Step Functions is notified that a job has ended:
# https://docs.aws.amazon.com/step-functions/latest/dg/mediaconvert-iam.html
COMPLETION_RULE = "StepFunctionsGetEventsForMediaConvertJobRule"
FOLLOW = ("mediaconvert:GetJob", "mediaconvert:CancelJob")
LEARN = ("events:PutTargets", "events:PutRule", "events:DescribeRule")

# Errors of calls; a job that fails is not made better by another one.
UNAVAILABLE = ("MediaConvert.TooManyRequestsException", "MediaConvert.InternalServerErrorException")

# Of H.264 in MediaConvert, in lines: even, and as many as 4K has.
HEIGHTS = (32, 2160)
# Quality of QVBR, 1 to 10; 7 is what AWS advises for screens of this size.
QUALITY, MEGABIT = 7, 1_000_000
LANGUAGE = "Audio Selector 1"


@dataclass(frozen=True, kw_only=True)
class Rendition:
    """One file that a job writes for a film: MP4 with H.264 and AAC, its width as the film's."""

    suffix: str
    """What the name of the file gets, as ``-720p``; different for each."""

    height: int
    """Lines of the picture, 32 to 2,160, an even number."""

    max_megabits: float
    """The most megabits a second, at scenes that need them; more than 0."""

    def __post_init__(self) -> None:
        if not self.suffix:
            raise ValueError("suffix must have a character or more, got none")
        within("height", self.height, HEIGHTS)
        if self.height % 2:
            raise ValueError(f"height must be an even number, got {self.height}")
        if self.max_megabits <= 0:
            raise ValueError(f"max_megabits must be more than 0, got {self.max_megabits:g}")

    def render(self) -> dict[str, Any]:
        """The output of a job, as MediaConvert takes it."""
        quality = {"RateControlMode": "QVBR", "QvbrSettings": {"QvbrQualityLevel": QUALITY}}
        video = {"MaxBitrate": int(self.max_megabits * MEGABIT), **quality}
        sound = {"Bitrate": 96_000, "CodingMode": "CODING_MODE_2_0", "SampleRate": 48_000}
        return {
            "NameModifier": self.suffix,
            "ContainerSettings": {"Container": "MP4", "Mp4Settings": {}},
            "VideoDescription": {
                "Height": self.height,
                "CodecSettings": {"Codec": "H_264", "H264Settings": video},
            },
            "AudioDescriptions": [
                {
                    "AudioSourceName": LANGUAGE,
                    "CodecSettings": {"Codec": "AAC", "AacSettings": sound},
                }
            ],
        }


@dataclass(frozen=True, kw_only=True)
class TranscoderArgs:
    """Where films are, where their renditions go, and which these are.

    Raises ``ValueError`` for no renditions, two of one suffix, or a place that is read and written.
    """

    source: AnyBucket
    """The bucket of the films: ours, ``aws.s3.Bucket`` or its ARN."""

    target: AnyBucket
    """The bucket of the renditions; another than the source, or another prefix of it."""

    renditions: tuple[Rendition, ...]
    """The files that are made of each film."""

    source_prefix: str = ""
    """What the keys of films begin with."""

    target_prefix: str = ""
    """What the keys of renditions begin with, as ``films/``."""

    defaults: Defaults = Defaults()
    """The stage defaults: tags."""

    def __post_init__(self) -> None:
        for bucket in (self.source, self.target):
            BucketRef.of(bucket)
        suffixes = [each.suffix for each in self.renditions]
        if not suffixes or len(set(suffixes)) < len(suffixes):
            raise ValueError(
                f"renditions must be one or more, each with its suffix, got {suffixes or 'none'}"
            )
        one, other = self.source_prefix, self.target_prefix
        if self.source is self.target and (one.startswith(other) or other.startswith(one)):
            raise ValueError(
                "target must be another bucket than source, or both prefixes must differ: a "
                f"rendition would be transcoded again; got {one!r} and {other!r}"
            )


class Transcoder(pulumi.ComponentResource):
    """A queue of MediaConvert, billed by the minute of film, and the role with which its jobs read
    films and write renditions. ``job()`` is the call for a task of a Standard workflow: it waits
    for the end of the job, for hours if need be, and no function waits with it.

    AWS only: the emulator has no MediaConvert. For clips of a few minutes a function with FFmpeg
    in a layer does it anywhere (``examples/transcode-clip``); a container, whatever the codec
    (``examples/fargate-service``).
    """

    queue: aws.mediaconvert.Queue
    role: aws.iam.Role
    role_policy: aws.iam.RolePolicy

    def __init__(
        self, name: str, args: TranscoderArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("platform:objects:Transcoder", name, None, opts)
        child, tags = pulumi.ResourceOptions(parent=self), args.defaults.tags
        self._args, self._target = args, BucketRef.of(args.target)

        self.queue = aws.mediaconvert.Queue(f"{name}-queue", tags=tags, opts=child)
        self.role = role_for(f"{name}-role", assumed_by(SERVICE), args.defaults, child)
        films = BucketRef.of(args.source).read(prefix=args.source_prefix)
        renditions = self._target.write(prefix=args.target_prefix)
        self.role_policy = aws.iam.RolePolicy(
            f"{name}-permissions",
            role=self.role.id,
            policy=policy(*statements(films, renditions)),
            opts=child,
        )
        self.register_outputs({"queueArn": self.queue.arn, "roleArn": self.role.arn})

    def job(self, bucket: str = "$.bucket", key: str = "$.key") -> Integration:
        """Transcode one film; ``bucket`` and ``key`` are paths of the input, those of a route of
        ``ObjectNotifications`` if not given.
        """
        arn, role = self.queue.arn, self.role.arn
        passed = {"StringEquals": {"iam:PassedToService": SERVICE}}
        return Integration(
            resource=read(arn, sync_call),
            parameters={
                "Queue": arn,
                "Role": role,
                # An equal request that is repeated makes no second job.
                "ClientRequestToken.$": "$$.Execution.Name",
                "Settings": self._settings(f"States.Format('s3://{{}}/{{}}', {bucket}, {key})"),
            },
            uses=(
                Access(actions=("mediaconvert:CreateJob",), resources=(arn,)),
                Access(actions=FOLLOW, resources=(read(arn, jobs_of),)),
                Access(actions=("iam:PassRole",), resources=(role,), condition=passed),
                Access(actions=LEARN, resources=(read(arn, completion_rule_of),)),
            ),
            transient=UNAVAILABLE,
            waits="run",
        )

    def _settings(self, film: str) -> Mapping[str, Any]:
        sound = {LANGUAGE: {"DefaultSelection": "DEFAULT"}}
        place = pulumi.Output.concat("s3://", self._target.name, "/", self._args.target_prefix)
        files = {"Type": "FILE_GROUP_SETTINGS", "FileGroupSettings": {"Destination": place}}
        outputs = [each.render() for each in self._args.renditions]
        return {
            "Inputs": [
                {"FileInput.$": film, "AudioSelectors": sound, "TimecodeSource": "ZEROBASED"}
            ],
            "OutputGroups": [{"OutputGroupSettings": files, "Outputs": outputs}],
        }


def sync_call(queue_arn: str) -> str:
    """The integration that waits for a job, in the partition of a queue."""
    return integration_of("mediaconvert:createJob.sync", queue_arn)


def jobs_of(queue_arn: str) -> str:
    """The ARN of every job in the account and Region of a queue."""
    at = Arn.parse(queue_arn)
    return f"arn:{at.partition}:mediaconvert:{at.region}:{at.account}:jobs/*"


def completion_rule_of(queue_arn: str) -> str:
    """The ARN of the rule on ended jobs in the account and Region of a queue."""
    at = Arn.parse(queue_arn)
    return f"arn:{at.partition}:events:{at.region}:{at.account}:rule/{COMPLETION_RULE}"
