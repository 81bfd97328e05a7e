"""The steps of an order that need code."""


class ValidationError(Exception):
    """An order that no retry makes right."""


class PaymentRetryable(Exception):
    """The processor is busy, and took no money."""


def validate(event, context):
    if not event.get("item") or event.get("cents", 0) <= 0:
        raise ValidationError("an order needs an item and a price")
    return {"valid": True}


def pay(event, context):
    if event.get("card") == "busy":
        raise PaymentRetryable("try again")
    return {"paid": event["cents"]}


def refund(event, context):
    return {"refunded": event["cents"]}
