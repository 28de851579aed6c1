"""What the requests of customers need, as Protocols: the portal that has them, and where this computer keeps them."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from agent.domain.portals import Portal
from agent.domain.requests import KeptAnswer, Position
from shared.outbound import Answer, Asked, Claim, Outbound


class RequestDesk(Protocol):
    """One portal's requests, asked for over the network. Raises like the calls of `portal_ports.Receiver`."""

    def outbound(self, position: Position) -> Outbound:
        """What moved since."""

    def claim(self, number: int, claim: Claim) -> Asked:
        """For two minutes no other computer of the office answers this request. Raises `Claimed` where one does."""

    def answer(self, number: int, answer: Answer) -> Asked:
        """Tell the customer. Raises `Unfitting` where it does not fit any more."""

    def photo(self, number: int, position: int) -> bytes:
        """A photo that the customer sent along, counted from 0: a JPEG, PNG or WebP file."""


class RequestBook(Protocol):
    """The requests as last fetched, and who chose his portal password himself. All of it can be fetched again."""

    def position(self, portal: Portal) -> Position:
        """What moved up to there is here; `NOWHERE` where nothing is, or where the portal has another receiver now."""

    def own_passwords(self, portal: Portal) -> frozenset[str]:
        """The record ids of the customers of whom this portal told that they chose their password themselves."""

    def take(self, portal: Portal, came: Outbound, *, anew: bool) -> None:
        """Keep what came, and the position after it, in one transaction; `anew` forgets what was here before."""

    def keep(self, portal: Portal, asked: Asked) -> None:
        """Keep one request as the portal told it now."""

    def all(self, portal: Portal) -> list[Asked]:
        """Every request, by number."""


class AnswerBox(Protocol):
    """Answers that were given here and have not reached the portal yet. What is in here is on the disk."""

    def put(self, kept: KeptAnswer) -> None:
        """Keep it."""

    def all(self) -> list[KeptAnswer]:
        """Every one, in the order given."""

    def ready(self, kept: KeptAnswer) -> None:
        """What belongs to it is written: it may be sent."""

    def drop(self, kept: KeptAnswer) -> None:
        """It arrived, or is of no use any more."""


class AuditCopy(Protocol):
    """What was done here, on its way to the portal's audit log."""

    def tell_if_possible(self, portal: Portal) -> None:
        """Tell the portal what it does not know yet. Raises nothing."""

    def start_again(self, portal: Portal) -> None:
        """The portal was put back to earlier data: it may have forgotten some of it."""


class PhotoFolder(Protocol):
    """Where photos are saved to."""

    def save(self, folder: Path, name: str, picture: bytes) -> Path:
        """Write a new file, only for this account to read. Raises `UsageError` where there is one of that name."""
