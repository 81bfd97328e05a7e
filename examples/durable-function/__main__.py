"""Trials: a function welcomes a member, waits for the end of the trial, and mails again."""

from pathlib import Path

import pulumi
import pulumi_aws as aws

from components.compute.durable import Durable
from components.compute.function import Function, FunctionArgs
from components.compute.wheels import wheel_layer
from components.data.table import Table, TableArgs
from components.messaging.dead_letters import DeadLetters, DeadLettersArgs

MACHINE, MONTH = "arm64", 31 * 24 * 3600

mails = Table("mails", TableArgs(key="member", sort="kind"))
sdk = aws.lambda_.LayerVersion(
    "durable-sdk", layer_name="durable-sdk", code=wheel_layer(Path("durable.lock"), MACHINE)
)
lost = DeadLetters("lost-trials", DeadLettersArgs(remedy="start the trial again"))
trial = Function(
    "trial",
    FunctionArgs(
        handler="trial.handle",
        code="app",
        preset="io",
        runtime="python3.13",
        architecture=MACHINE,
        layers=(sdk,),
        durable=Durable(execution_seconds=MONTH),
        uses=(mails.update("MAILS"),),
        on_failure=lost,
    ),
)

pulumi.export("functionName", trial.name)
pulumi.export("version", trial.function.version)
pulumi.export("tableName", mails.name)
pulumi.export("logs", trial.log_group.name)
