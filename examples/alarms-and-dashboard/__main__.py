"""Payments: a queue worker, its alarms' topic, a dashboard of it all, a query for its errors."""

import pulumi
import pulumi_aws as aws

from components.compute.function import FunctionArgs
from components.defaults import Defaults
from components.messaging.queue_worker import QueueWorker, QueueWorkerArgs
from components.messaging.topic import Topic, TopicArgs
from components.observability.dashboard import Dashboard, DashboardArgs
from components.observability.saved_queries import SavedQueries, SavedQueriesArgs

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

logs = (pay.function.log_group.name,)
SavedQueries("payments", SavedQueriesArgs(folder="shop/payments", functions=logs))

pulumi.export("queueUrl", pay.queue.url)
pulumi.export("topicArn", topic.arn)
pulumi.export("dashboardName", dashboard.name)
