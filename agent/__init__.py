"""The office agent: reads the practice database, replaces fields in it, publishes snapshots of it."""
