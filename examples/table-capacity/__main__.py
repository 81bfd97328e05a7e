"""Readings of meters: a steady load, for which provisioned capacity is cheaper than on demand."""

import pulumi
import pulumi_aws as aws

from components.compute.function import Function, FunctionArgs
from components.data.capacity import Capacity
from components.data.table import Index, Table, TableArgs
from components.defaults import Defaults

key = aws.kms.Key("readings-key", description="Encrypts the readings", enable_key_rotation=True)
readings = Table(
    "readings",
    TableArgs(
        key="meterId",
        sort="hour",
        key_types={"hour": "N"},
        indexes=(Index(name="byHour", key="hour", sort="meterId", include=("kilowattHours",)),),
        capacity=Capacity(least_reads=5, most_reads=200, least_writes=10, most_writes=400),
        encryption_key=key.arn,
        defaults=Defaults(
            tags={"policy-exempt:dynamodb-table-on-demand": "meters are read all day"}
        ),
    ),
)
store = Function(
    "store",
    FunctionArgs(
        handler="store.handle", code="app", preset="simple", uses=(readings.create("READINGS"),)
    ),
)

pulumi.export("table", readings.name)
pulumi.export("function", store.name)
