"""The two commands that a stranger starts with."""
