"""The agent: its command line, its rules, its own store."""
