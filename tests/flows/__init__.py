"""Flows of the shop on a deployed stage, on this machine or on AWS."""
