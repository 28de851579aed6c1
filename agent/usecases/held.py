"""What a portal holds before a Process: what the new set is made against."""

from __future__ import annotations

from dataclasses import dataclass

from agent.usecases.credentials import Credentials
from agent.usecases.portal_ports import Receiver
from shared.messages import Receipt


@dataclass(frozen=True)
class Held:
    """What the portal holds, as far as is known when the data are read."""

    base: int
    """Its newest snapshot."""
    full: bool
    """Whether every record has to be sent, since it is not what this computer published last."""
    receipt: Receipt | None

    @classmethod
    def by(cls, receiver: Receiver) -> Held:
        """What the receiver says itself. Asked before the data are read: whatever is published meanwhile is newer."""
        told = receiver.status()
        return cls(told.newest, True, told.receipt)

    def loses(self, credentials: Credentials) -> bool:
        """Whether customers who can sign in there could not any more with the verifiers known here: none at all, as
        after the loss of the agent's own file or its keys, and on an office's second computer."""
        signing_in = self.receipt.counts.get("credential", 0) if self.receipt else 0
        return signing_in > 0 and 0 < credentials.customers == credentials.unknown
