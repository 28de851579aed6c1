"""The sites, one for each audience."""
