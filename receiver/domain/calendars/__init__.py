"""Calendar feeds: addresses at which a calendar program reads the planned visits of an account (B12)."""
