"""What each state machine of the program does, by scenarios that reach every state.

To add a state machine: write ``tests/workflows/<service>_<role>.py`` (the machine ``orders-saga``
stands in ``orders_saga.py``) with a list ``SCENARIOS`` of ``Scenario``. Stubs go by the names of
states; see ``tests/simulator/stubs.py`` for what they can do. Nothing has to be registered:
``test_workflows.py`` finds the module, runs its scenarios and says which states none has visited.
"""
