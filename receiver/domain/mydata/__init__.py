"""My data (B16): all that the portal holds about a user, gathered for himself."""
