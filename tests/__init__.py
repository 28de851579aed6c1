"""Tests, in folders by area; `support` holds what they share, `planted` the faults that every guard must find."""
