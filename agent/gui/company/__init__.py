"""The form about the company, which Email Settings and the first steps show."""
