"""Standing guards. Each subject is a module with the check itself, a test that holds the project to it, and a planted
fault in `tests.planted` that the check must find."""
