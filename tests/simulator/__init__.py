"""A simulator of Step Functions: runs a definition with stubs for its tasks, in simulated time."""
