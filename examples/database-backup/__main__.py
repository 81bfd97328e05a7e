"""Backup: a snapshot of a database every night, once a day; other jobs at the usual times."""

import pulumi
import pulumi_aws as aws

from components.compute.function import Function, FunctionArgs
from components.data.database_reference import DatabaseRef
from components.messaging.dead_letters import DeadLetters, DeadLettersArgs
from components.messaging.queue_worker import QueueWorkerArgs
from components.schedule.schedule import Schedule, ScheduleArgs

account, region = aws.get_caller_identity().account_id, aws.get_region().region
database = DatabaseRef.of(f"arn:aws:rds:{region}:{account}:db:prod-db")

snapshot = FunctionArgs(
    handler="backup.handle",
    code="app",
    preset="io",
    uses=(database.snapshot("DATABASE", prefix="backup-"),),
)
backup = Schedule(
    "backup",
    ScheduleArgs(
        expression="cron(0 2 * * ? *)",
        worker=QueueWorkerArgs(function=snapshot, fifo=True),
    ),
)

JOBS = {
    "refresh": "rate(5 minutes)",
    "noon": "cron(0 12 * * ? *)",
    "week": "cron(0 0 ? * MON *)",
}
failed = DeadLetters("failed-jobs", DeadLettersArgs(remedy="invoke the function with the event"))
job = FunctionArgs(handler="note.handle", code="app", preset="simple", on_failure=failed)
note = Function("note", job)
for name, expression in JOBS.items():
    Schedule(name, ScheduleArgs(expression=expression, function=note))

pulumi.export("queueUrl", backup.worker.queue.url)
pulumi.export("logs", note.log_group.name)
