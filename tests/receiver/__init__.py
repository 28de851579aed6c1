"""The receiver: database, snapshots, agent API, commands."""
