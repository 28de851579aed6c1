"""Pictures of every page and window, to look through, and those of the README: `python -m tests.gallery FOLDER`."""
