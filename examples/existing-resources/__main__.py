"""A rule and a route to a queue and a function that this program did not make."""

import pulumi

from components.api.http_api import HttpApi, HttpApiArgs
from components.api.route import Route
from components.compute.function import Function, FunctionArgs
from components.messaging.event_bus import EventBus, EventBusArgs
from components.messaging.event_rule import EventRule, EventRuleArgs
from components.messaging.queue import Queue
from components.references import QueueRef

config = pulumi.Config()
# Without configuration, stand-ins: the ARN of a queue, and an aws.lambda_.Function.
theirs = FunctionArgs(handler="theirs.handle", code="app", preset="api")
queue = config.get("queueArn") or Queue("theirs").arn
function = config.get("functionArn") or Function("theirs", theirs).function

bus = EventBus("things", EventBusArgs(name="things", archive_days=7))
pattern = {"source": ["things"]}
EventRule("things", EventRuleArgs(bus_name=bus.name, pattern=pattern, queue=queue))
api = HttpApi("things", HttpApiArgs(routes=(Route.get("/things", function, public=True),)))

pulumi.export("url", api.url)
pulumi.export("queueUrl", QueueRef.of(queue).url)
