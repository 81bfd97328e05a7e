"""SQS: Lambda handlers behind queues, and the path of a message through them.

An entry point is a function of one input, decorated by the consumer for what the queue carries:

- ``messages.message_consumer(OrderPlaced)``: events of the bus, or messages of an SNS topic;
- ``objects.object_consumer``: notifications of an S3 bucket, sent directly or through SNS
  (``object_once.once_for`` runs an action once for each);
- ``schedules.schedule_consumer``: messages that EventBridge Scheduler sends.

Each of them is a decoder of message bodies for ``handler.sqs_handler``. One invocation then does:

1. ``batch.process_batch`` reads the records of the batch as ``SqsMessage`` values and takes them
   in their order, as long as the invocation has time for another one.
2. The decoder reads a message's body; for an event it unwraps and checks the envelope.
3. ``handler.sqs_handler`` sets the correlation id for the log, the trace and what is published.
4. The decorated function runs. An exception, here or in the decoder, fails this message only; in a
   FIFO queue also those that follow it in its message group.
5. ``visibility`` sets the visibility timeout of each failed message to a retry delay that doubles
   with every receive. A message for which no time was left becomes visible at once.
6. The partial batch response names the failed messages; Lambda deletes the others. SQS moves a
   message to the dead-letter queue after as many receives as the redrive policy allows.
"""
