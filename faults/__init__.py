"""Faults: deployments are interrupted, files spoiled and disks filled; then the stage is compared.

``python -m faults`` works on a copy of the program with an emulator at a port of its own.
"""
