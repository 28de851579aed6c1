"""What the buttons and commands do, against the Protocols in `ports`."""
