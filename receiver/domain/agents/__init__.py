"""The office computers that may publish for a company, and the codes that enrol them."""
