"""Alarms over time: CloudWatch's evaluation of alarms, simulated on series of data points."""
