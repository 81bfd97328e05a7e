"""Resource types, one file an AWS service, or a part of one."""
