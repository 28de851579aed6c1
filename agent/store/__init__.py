"""The agent's own database at the office: what it published, what is on its way, the overlay, the journal."""
