"""Speaks to the receiver: the only home of HTTP."""
