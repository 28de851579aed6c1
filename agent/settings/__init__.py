"""What the agent remembers about its set-up, and the secrets of this computer."""
