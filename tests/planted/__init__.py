"""Faults planted on purpose, one and more for each guard: a guard that does not find its own is worth nothing."""
