"""Every window in every state, from real widgets and an office that stands still."""
