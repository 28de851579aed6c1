"""How work runs: one at a time, with progress that is read and a wish to stop that is heard."""
