"""Commands that show what a stage does: status, logs, traces, calls against roles."""
