"""Payments: a queue worker, the topic its alarms notify, and a dashboard of it all."""

import pulumi
import pulumi_aws as aws

from components.compute.function import FunctionArgs
from components.defaults import Defaults
from components.messaging.queue_worker import QueueWorker, QueueWorkerArgs
from components.messaging.topic import Topic, TopicArgs
from components.observability.dashboard import Dashboard, DashboardArgs

account = aws.get_caller_identity().account_id
topic = Topic("alarms", TopicArgs(account=account, services=("cloudwatch.amazonaws.com",)))
defaults = Defaults(alarm_topic=topic.arn, tags={"team": "payments"})

function = FunctionArgs(handler="pay.handle", code="app", preset="io", defaults=defaults)
pay = QueueWorker("pay", QueueWorkerArgs(function=function))

dashboard = Dashboard(
    "payments",
    DashboardArgs(
        region=aws.get_region().region,
        functions=(pay.function.name,),
        queues=(pay.queue.name,),
        dead_letter_queues=(pay.queue.dead_letter_queue.name,),
    ),
)

pulumi.export("queueUrl", pay.queue.url)
pulumi.export("topicArn", topic.arn)
pulumi.export("dashboardName", dashboard.name)
