"""The audit log of a receiver (`shared.audit`), in signed requests."""

from __future__ import annotations

from agent.upload.client import ReceiverClient
from shared.audit import Noted, Told


class AuditClient:
    """One receiver's audit log; see `telling.AuditDesk`."""

    def __init__(self, client: ReceiverClient) -> None:
        self._client = client

    def tell(self, told: Told) -> Noted:
        """Have it noted."""
        return self._client.ask(Noted, "POST", "audit", told)
