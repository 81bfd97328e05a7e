"""The sum of a chunk of rows, and the sum of all chunks."""


def add(event, context):
    """A row without a price counts as rejected; the others are summed in cents."""
    cents = [row["cents"] for row in event["Items"]]
    good = [int(each) for each in cents if each.isdecimal()]
    return {"cents": sum(good), "rejected": len(cents) - len(good)}


def aggregate(event, context):
    sums = event["sums"]
    totals = {name: sum(each[name] for each in sums) for name in ("cents", "rejected")}
    return {"file": event["key"], "chunks": len(sums), **totals}
