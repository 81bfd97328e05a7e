"""Many open connections to a local stage, of which half go away before a message is sent to all."""
