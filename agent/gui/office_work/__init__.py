"""The real office behind the window, a module for each subject: it brings the databases, and is loaded on a lane."""
