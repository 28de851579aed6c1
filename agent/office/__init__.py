"""The practice database: the only home of SQLAlchemy in the agent."""
