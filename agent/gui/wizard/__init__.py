"""The window "Set up Porchlight": a page for each step."""
