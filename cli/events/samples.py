"""Samples: the event of each source that can invoke a function, by the source's name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cli.events import batches, others, requests
from cli.events.contents import Contents

SOURCES: dict[str, Callable[[Contents], Any]] = {
    "rest-api": requests.rest_api,
    "http-api": requests.http_api,
    "token-authorizer": requests.token_authorizer,
    "request-authorizer": requests.request_authorizer,
    "websocket-authorizer": requests.web_socket_authorizer,
    "websocket-connect": requests.web_socket_connect,
    "websocket-message": requests.web_socket_message,
    "websocket-disconnect": requests.web_socket_disconnect,
    "appsync": requests.app_sync,
    "sqs": batches.queue,
    "sqs-eventbridge": batches.queue_of_bus,
    "sqs-sns": batches.queue_of_topic,
    "sqs-s3": batches.queue_of_objects,
    "sqs-schedule": batches.queue_of_schedule,
    "sqs-on-failure": batches.failed_event,
    "sns": batches.topic,
    "eventbridge": batches.bus,
    "s3": batches.objects,
    "dynamodb": batches.table,
    "kinesis": batches.stream,
    "firehose": batches.delivery,
    "step-functions": others.task,
    "step-functions-map": others.map_batch,
    "cognito-pre-sign-up": others.pre_sign_up,
    "cognito-pre-token": others.pre_token,
    "iot": others.iot_rule,
    "cloudfront": others.edge_request,
}
