"""A stage's queues, logs and bus in memory, for the tests of dead-letters, redrive and backfill."""

from __future__ import annotations

import io
import itertools
import json
from collections.abc import Callable
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from cli.repair.causes import FAILED, FAILED_MESSAGES
from tests.fakes.parameters import check

OWNER = "123456789012"
REGION = "eu-west-1"
SENT = datetime(2026, 11, 20, 10, tzinfo=UTC)


def arn(queue: str) -> str:
    return f"arn:aws:sqs:{REGION}:{OWNER}:{queue}"


def url(queue: str) -> str:
    return f"https://sqs.{REGION}.amazonaws.com/{OWNER}/{queue}"


class Queues:
    """SQS: what is received is out of sight until it is given back; FIFO groups wait in turn."""

    class exceptions:  # noqa: N801  (boto3's name)
        class QueueDoesNotExist(Exception): ...

    def __init__(self) -> None:
        self.messages: dict[str, list[dict[str, Any]]] = {}
        self.policies: dict[str, str] = {}
        self.hidden: dict[str, str] = {}
        self.calls: list[str] = []
        self.deleted: set[str] = set()
        self._numbers = itertools.count(1)

    def put(
        self,
        queue: str,
        body: str = "{}",
        sent: datetime = SENT,
        attributes: dict[str, str] | None = None,
        **more: Any,
    ) -> str:
        """A message lies in a queue; ``more`` are attributes of SQS itself. Returns its id."""
        message = {
            "MessageId": f"m-{next(self._numbers)}",
            "Body": body,
            "Attributes": {"SentTimestamp": str(int(sent.timestamp() * 1000)), **more},
            "MessageAttributes": {
                name: {"DataType": "String", "StringValue": value}
                for name, value in (attributes or {}).items()
            },
        }
        self.messages.setdefault(url(queue), []).append(message)
        return message["MessageId"]

    def ids(self, queue: str) -> list[str]:
        """What lies in a queue and can be received."""
        there = self.messages.get(url(queue), [])
        return [m["MessageId"] for m in there if m["MessageId"] not in self.hidden]

    def get_queue_url(self, **call: Any) -> dict[str, Any]:
        self._note("GetQueueUrl", call)
        if call["QueueName"] in self.deleted:
            raise self.exceptions.QueueDoesNotExist
        return {"QueueUrl": url(call["QueueName"])}

    def get_queue_attributes(self, **call: Any) -> dict[str, Any]:
        self._note("GetQueueAttributes", call)
        there = [m["MessageId"] for m in self.messages.get(call["QueueUrl"], [])]
        hidden = sum(each in self.hidden for each in there)
        policy = self.policies.get(call["QueueUrl"])
        known = {
            "ApproximateNumberOfMessages": str(len(there) - hidden),
            "ApproximateNumberOfMessagesNotVisible": str(hidden),
            **({"RedrivePolicy": policy} if policy else {}),
        }
        return {"Attributes": {k: v for k, v in known.items() if k in call["AttributeNames"]}}

    def receive_message(self, **call: Any) -> dict[str, Any]:
        self._note("ReceiveMessage", call)
        there = self.messages.get(call["QueueUrl"], [])
        busy = {_group(m) for m in there if m["MessageId"] in self.hidden} - {None}
        free = [m for m in there if m["MessageId"] not in self.hidden and _group(m) not in busy]
        given = []
        for message in free[: call["MaxNumberOfMessages"]]:
            handle = f"h-{next(self._numbers)}"
            self.hidden[message["MessageId"]] = handle
            given.append({**message, "ReceiptHandle": handle})
        return {"Messages": given} if given else {}

    def send_message(self, **call: Any) -> dict[str, Any]:
        self._note("SendMessage", call)
        message = {
            "MessageId": f"m-{next(self._numbers)}",
            "Body": call["MessageBody"],
            "MessageAttributes": call["MessageAttributes"],
            "Attributes": {"SentTimestamp": str(int(SENT.timestamp() * 1000))},
            "call": call,
        }
        self.messages.setdefault(call["QueueUrl"], []).append(message)
        return {"MessageId": message["MessageId"]}

    def delete_message(self, **call: Any) -> dict[str, Any]:
        self._note("DeleteMessage", call)
        there = self.messages[call["QueueUrl"]]
        [gone] = [m for m in there if self.hidden.get(m["MessageId"]) == call["ReceiptHandle"]]
        there.remove(gone)
        return {}

    def change_message_visibility_batch(self, **call: Any) -> dict[str, Any]:
        self._note("ChangeMessageVisibilityBatch", call)
        assert 1 <= len(call["Entries"]) <= 10, "a batch takes 1 to 10 entries"
        back = {e["ReceiptHandle"] for e in call["Entries"] if e["VisibilityTimeout"] == 0}
        self.hidden = {k: v for k, v in self.hidden.items() if v not in back}
        return {"Successful": [], "Failed": []}

    def _note(self, operation: str, call: dict[str, Any]) -> None:
        check("sqs", operation, call)
        self.calls.append(operation)


class Logs:
    """The lines of log groups; only those that hold the phrase asked for come back."""

    class exceptions:  # noqa: N801  (boto3's name)
        class ResourceNotFoundException(Exception): ...

    def __init__(self) -> None:
        self.lines: dict[str, list[str]] = {}
        self.streams: list[dict[str, str]] = []
        self.asked: list[dict[str, Any]] = []

    def failed(self, group: str, message: str, error: str, words: str = "") -> None:
        """The runtime logs that a message failed."""
        line = {
            "outcome": "failed",
            "message_id": message,
            "error_type": error,
            "stack_trace": {"type": error, "value": words},
        }
        self.lines.setdefault(group, []).append(json.dumps(line))

    def get_paginator(self, operation: str) -> Any:
        assert operation == "filter_log_events"
        return self

    def paginate(self, **call: Any) -> list[dict[str, Any]]:
        check("logs", "FilterLogEvents", call)
        self.asked.append(call)
        if call["logGroupName"] not in self.lines:
            raise self.exceptions.ResourceNotFoundException
        assert call["filterPattern"] == FAILED_MESSAGES
        lines = [line for line in self.lines[call["logGroupName"]] if FAILED in line]
        return [{"events": [{"message": line}]} for line in lines] or [{"events": []}]

    def create_log_stream(self, **call: Any) -> None:
        check("logs", "CreateLogStream", call)
        self.streams.append(call)

    def put_log_events(self, **call: Any) -> None:
        check("logs", "PutLogEvents", call)
        assert {k: call[k] for k in ("logGroupName", "logStreamName")} in self.streams
        group = self.lines.setdefault(call["logGroupName"], [])
        group += [event["message"] for event in call["logEvents"]]


class Functions:
    """Which function works on which queue, and which stream's failures end in which; ``handle`` is
    the handler of all of them.
    """

    def __init__(self) -> None:
        self.works_on: dict[str, str] = {}
        self.fails_to: dict[str, str] = {}
        self.handle: Callable[[dict[str, Any]], Any] = lambda event: {}

    def list_event_source_mappings(self, **call: Any) -> dict[str, Any]:
        check("lambda", "ListEventSourceMappings", call)
        function = self.works_on.get(call["EventSourceArn"])
        return {"EventSourceMappings": [{"FunctionArn": function}] if function else []}

    def get_paginator(self, operation: str) -> Any:
        assert operation == "list_event_source_mappings"
        return self

    def paginate(self) -> list[dict[str, Any]]:
        """All mappings, each on a page of its own."""
        of_queues: list[dict[str, Any]] = [{"FunctionArn": name} for name in self.works_on.values()]
        of_streams = [
            {
                "FunctionArn": function,
                "DestinationConfig": {"OnFailure": {"Destination": arn(dead)}},
            }
            for dead, function in self.fails_to.items()
        ]
        return [{"EventSourceMappings": [mapping]} for mapping in [*of_queues, *of_streams]]

    def invoke(self, **call: Any) -> dict[str, Any]:
        check("lambda", "Invoke", call)
        assert call["FunctionName"] in self.fails_to.values()
        try:
            answer, failed = self.handle(json.loads(call["Payload"])), {}
        except Exception as error:
            answer, failed = {"errorType": type(error).__name__}, {"FunctionError": "Unhandled"}
        return {"Payload": io.BytesIO(json.dumps(answer).encode()), **failed}

    def get_function_configuration(self, **call: Any) -> dict[str, Any]:
        check("lambda", "GetFunctionConfiguration", call)
        name = call["FunctionName"]
        return {"FunctionName": name, "LoggingConfig": {"LogGroup": f"{name}-logs"}}


class StageInMemory:
    """An account with the queues of one stage; stands in for ``cli.stage.account.Account``."""

    stage, region, endpoint = "local", REGION, None

    def __init__(self) -> None:
        self.sqs, self.logs, self.functions = Queues(), Logs(), Functions()
        self.tags: dict[str, dict[str, str]] = {}
        self.services: dict[str, Any] = {}

    def stream_worker(self, consumer: str) -> str:
        """A function of a stream; returns the name of its dead-letter queue."""
        dead = f"{consumer}-dead-letters-2"
        self.tags[arn(dead)] = {"role": "dead-letters"}
        self.functions.fails_to[dead] = f"{consumer}-function-3"
        return dead

    def worker(self, consumer: str, ending: str = "") -> str:
        """A queue with dead messages and a function; returns the name of the dead messages."""
        queue, dead = f"{consumer}-queue-1{ending}", f"{consumer}-dead-letters-2{ending}"
        self.tags |= {arn(queue): {}, arn(dead): {}}
        policy = {"deadLetterTargetArn": arn(dead), "maxReceiveCount": 5}
        self.sqs.policies[url(queue)] = json.dumps(policy)
        self.functions.works_on[arn(queue)] = f"{consumer}-function-3"
        return dead

    def tagged(self, kind: str) -> dict[str, dict[str, str]]:
        assert kind == "sqs"
        return self.tags

    def client(self, service: str) -> Any:
        known = {
            **self.services,
            "sqs": self.sqs,
            "logs": self.logs,
            "lambda": self.functions,
            "sts": self,
        }
        return known[service]

    def get_caller_identity(self) -> dict[str, str]:
        return {"Arn": f"arn:aws:iam::{OWNER}:user/ann"}

    @contextmanager
    def opened(self, stage: str) -> Any:
        """In the place of ``account_of``."""
        yield self


def _group(message: dict[str, Any]) -> str | None:
    return message["Attributes"].get("MessageGroupId")
