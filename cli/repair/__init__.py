"""Messages in dead-letter queues and archived events: listed, redriven, replayed."""
