"""Sets Porchlight up from a clone: `python3 -m installer demo`, `python3 -m installer test`. Standard library only."""
