"""Forgets customers who have left (C10): who that is, what is held of them, and removing it."""
