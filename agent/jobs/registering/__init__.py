"""Makes the computer itself start the service, each system in its own way."""
