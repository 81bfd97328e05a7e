"""A simulator of Step Functions: runs a rendered definition with stubbed tasks and no clock."""
