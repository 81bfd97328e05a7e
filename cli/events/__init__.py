"""Events: a sample of what each source sends to a function, and functions invoked with one."""
