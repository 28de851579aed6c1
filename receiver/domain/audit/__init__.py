"""The audit log of a company: who did what, in an order that nobody can change (C10)."""
