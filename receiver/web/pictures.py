"""How pictures are answered that somebody else made."""

from __future__ import annotations

from typing import Final

from receiver.web.headers import CONTENT_SECURITY_POLICY

SANDBOX: Final = "; ".join([*(f"{name} 'none'" for name in CONTENT_SECURITY_POLICY), "sandbox"])
"""The policy of a picture: it needs nothing."""
