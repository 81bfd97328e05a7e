"""Does nothing with its messages."""


def handle(event, context):
    print(f"{len(event['Records'])} jobs")
