"""How AWS resources belong together: alarms and what they watch, queues and their sources."""
