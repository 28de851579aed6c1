"""Faults on the wire between office and portal, and at the receiver."""
