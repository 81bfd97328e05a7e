"""The steps of a trip and what undoes them."""


class Full(Exception):
    """The hotel has no room: nothing was booked."""


def book_flight(event, context):
    return {"flight": f"flight to {event['to']}"}


def cancel_flight(event, context):
    print(f"cancelled the flight to {event['to']}")


def book_hotel(event, context):
    if event["to"] == "nowhere":
        raise Full("no room")
    return {"hotel": f"hotel in {event['to']}"}


def cancel_hotel(event, context):
    print(f"cancelled the hotel in {event['to']}")


def confirm(event, context):
    print(f"confirmed {event['results']}")


def apologise(event, context):
    print(f"could not book the trip to {event['to']}")
