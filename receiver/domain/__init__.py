"""What the receiver knows, by subject; nothing here knows of HTTP."""
