"""Logs which job was started, and for when."""


def handle(event, context):
    print(f"{event['job']} at {event['scheduledAt']}")
