"""The people who sign in: their passwords, sessions and attempts."""
