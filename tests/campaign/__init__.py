"""Faults in large numbers, by `python -m tests.campaign NAME`; short forms of them run in the suite."""
