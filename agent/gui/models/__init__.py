"""What tables show, row by row."""
