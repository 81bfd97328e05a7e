from __future__ import annotations

import json

import pytest

from local.provider.resource_types.iam_gaps import gaps

QUEUE = "arn:aws:sqs:eu-west-1:000000000000:work"


def allowed(*actions: str, resource: str = QUEUE, effect: str = "Allow") -> str:
    statement = {"Effect": effect, "Action": list(actions), "Resource": [resource]}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def beyond(policy: str) -> list:
    text = gaps(policy)
    return json.loads(text)["Statement"] if text else []


@pytest.mark.parametrize(
    ("granted", "batches"),
    [
        (["sqs:ReceiveMessage", "sqs:DeleteMessage"], ["sqs:DeleteMessageBatch"]),
        (["sqs:ChangeMessageVisibility"], ["sqs:ChangeMessageVisibilityBatch"]),
        ("sqs:SendMessage", ["sqs:SendMessageBatch"]),
        (["sns:Publish"], ["sns:PublishBatch"]),
    ],
)
def test_what_is_granted_for_one_message_is_granted_for_ten_on_the_same_queue(granted, batches):
    statement = {"Effect": "Allow", "Action": granted, "Resource": [QUEUE]}
    [more] = beyond(json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
    assert more == {"Effect": "Allow", "Action": batches, "Resource": [QUEUE]}


def test_who_may_send_mail_from_one_address_may_send_mail():
    [statement] = beyond(allowed("ses:SendEmail", resource="arn:aws:ses:::identity/a@b.example"))
    assert (statement["Action"], statement["Resource"]) == ("ses:SendEmail", "*")


def test_who_may_complete_tasks_of_one_machine_may_complete_any():
    machine = "arn:aws:states:eu-west-1:000000000000:stateMachine:saga"
    [statement] = beyond(
        allowed("states:SendTaskSuccess", "states:StartExecution", resource=machine)
    )
    assert (statement["Action"], statement["Resource"]) == (["states:SendTaskSuccess"], "*")


def test_who_may_delete_backups_of_one_table_may_delete_any():
    backups = "arn:aws:dynamodb:eu-west-1:000000000000:table/orders/backup/*"
    [statement] = beyond(allowed("dynamodb:DeleteBackup", resource=backups))
    assert (statement["Action"], statement["Resource"]) == ("dynamodb:DeleteBackup", "*")


def test_nothing_else_is_added_and_what_is_denied_stays_so():
    assert gaps(allowed("sqs:ReceiveMessage", "dynamodb:PutItem")) is None
    assert gaps(allowed("sqs:ChangeMessageVisibility", effect="Deny")) is None
