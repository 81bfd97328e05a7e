"""SQS: Lambda handlers behind queues."""
