"""The requests of customers at a receiver (`shared.outbound`), in signed requests."""

from __future__ import annotations

from typing import Final

from agent.domain.portals import Refused, Unfitting
from agent.domain.requests import Position
from agent.upload.client import ReceiverClient
from shared.outbound import Answer, Asked, Claim, Outbound

PICTURE: Final = "image/jpeg"
_TOO_LATE: Final = frozenset({"answered", "bad-request", "key-reused", "not-found", "too-large"})
"""What stays so, however often the answer is sent."""


class OutboundClient:
    """One receiver's requests; see `requests_ports.RequestDesk`."""

    def __init__(self, client: ReceiverClient) -> None:
        self._client = client

    def outbound(self, position: Position) -> Outbound:
        """What moved since."""
        return self._client.ask(Outbound, "GET", f"outbound?after={position.moved}&heard={position.heard}")

    def claim(self, number: int, claim: Claim) -> Asked:
        """Nobody else answers it for two minutes."""
        return self._client.ask(Asked, "POST", f"outbound/{number}/claim", claim)

    def answer(self, number: int, answer: Answer) -> Asked:
        """Tell the customer."""
        try:
            return self._client.ask(Asked, "POST", f"outbound/{number}/answer", answer)
        except Refused as refused:
            if refused.code not in _TOO_LATE:
                raise
            raise Unfitting(
                refused.code, refused.title, detail=refused.detail, remedy="Look at the request again."
            ) from refused

    def photo(self, number: int, position: int) -> bytes:
        """A photo that the customer sent along."""
        return self._client.picture(f"outbound/{number}/photos/{position}", PICTURE)
