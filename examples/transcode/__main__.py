"""Films: each one that is uploaded is transcoded to two sizes, however long it takes."""

import pulumi
import pulumi_aws as aws

from components.messaging.topic import Topic
from components.objects.bucket import Bucket, BucketArgs
from components.objects.object_notifications import ObjectNotifications, ObjectNotificationsArgs
from components.objects.object_route import ObjectRoute
from components.objects.transcoder import Rendition, Transcoder, TranscoderArgs
from components.workflow.definition import Definition
from components.workflow.errors import Catch
from components.workflow.integrations import publish
from components.workflow.states import Fail, Succeed, Task
from components.workflow.workflow import Workflow, WorkflowArgs

films, shown = Bucket("films", BucketArgs(expiration_days=30)), Bucket("shown")
ended = Topic("ended")
large = Rendition(suffix="-1080p", height=1080, max_megabits=6)
small = Rendition(suffix="-480p", height=480, max_megabits=1.5)
transcoder = Transcoder(
    "films",
    TranscoderArgs(source=films, source_prefix="films/", target=shown, renditions=(large, small)),
)


def notify(outcome):
    return publish(ended, {"outcome": outcome, "film.$": "$.key"})


failed = Catch(next="NotifyFailure", result_path="$.error")
kept = {"timeout": 6 * 3600, "result_path": "$.job", "catch": (failed,), "next": "Notify"}
transcode = Task("Transcode", does=transcoder.job(), **kept)
done = Task("Notify", does=notify("transcoded"), timeout=60, next="Transcoded")
lost = Task("NotifyFailure", does=notify("failed"), timeout=60, next="NotTranscoded")
end = Fail("NotTranscoded", error="TranscodingFailed", cause="see the job in MediaConvert")
states = (transcode, done, Succeed("Transcoded"), lost, end)
flow = Workflow("films", WorkflowArgs(definition=Definition(states)))

routes = {"film": ObjectRoute(workflow=flow, prefix="films/", suffix=".mov")}
account = aws.get_caller_identity().account_id
ObjectNotifications("films", ObjectNotificationsArgs(bucket=films, account=account, routes=routes))
pulumi.export("films", films.name)
pulumi.export("shown", shown.name)
pulumi.export("workflow", flow.arn)
