"""Counts the words of a note: the field ``words``, for each note that is asked for."""


def handle(event, context):
    return len(event["text"].split())
