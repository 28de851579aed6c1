"""What is typed for a user of this window."""
