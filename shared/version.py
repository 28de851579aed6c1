"""The protocol both sides speak, and the range of it that this release understands."""

from __future__ import annotations

PROTOCOL = 2
"""The protocol version this release writes. The second brought records of the kind `invoices`, and requests that come
home."""

OLDEST_PROTOCOL = 1
"""The oldest protocol version this release still answers."""

PREFIX = "/api/v1"
"""Where the agent API lives at the receiver."""
