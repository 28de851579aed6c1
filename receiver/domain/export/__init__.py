"""Everything that the portal holds of a company, for the company to take away (C10)."""
