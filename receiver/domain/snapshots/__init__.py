"""Snapshots: what an office publishes, from the first part to what a page reads."""
