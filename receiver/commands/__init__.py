"""The host's commands, a module for each subject."""
