"""System > What Leaves the Office."""
