"""The CDNOW purchases: as orders and in the data lake."""
