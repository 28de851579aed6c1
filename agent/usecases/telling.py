"""Copies what was done at this computer to the portals, so that it is known where nobody at the office can change it
(reliability T8). It goes along with each Process, and whenever requests are fetched."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from agent.domain.errors import AgentError
from agent.domain.portals import Portal, Refused
from shared.audit import DEEDS_AT_ONCE, Noted, OfficeDeed, Told


class AuditDesk(Protocol):
    """A portal's audit log, over the network. Raises like the calls of `portal_ports.Receiver`."""

    def tell(self, told: Told) -> Noted:
        """Have it noted; twice does nothing more."""


class DeedBook(Protocol):
    """What was done at this computer, and how far each portal was told."""

    def waiting(self, portal: Portal, most: int) -> list[OfficeDeed]:
        """The oldest that the portal was not told of yet."""

    def last(self, portal: Portal) -> str:
        """The key of the newest that the portal took; empty where it took none."""

    def took(self, portal: Portal, deed: OfficeDeed) -> None:
        """The portal knows everything up to this one."""

    def forget(self, portal: Portal) -> None:
        """The portal knows nothing of it any more."""


@dataclass(frozen=True)
class Telling:
    """Between this computer and the audit logs of its portals."""

    connect: Callable[[Portal], AuditDesk]
    book: DeedBook

    def tell(self, portal: Portal) -> int:
        """Tell the portal what it does not know yet; how many deeds it noted. Nothing is asked where nothing waits. A
        receiver of an earlier release has no log: then all of it waits for the next one. Raises `AgentError`, having
        kept how far it came."""
        new, whole = 0, False
        while deeds := self.book.waiting(portal, DEEDS_AT_ONCE):
            try:
                noted = self.connect(portal).tell(Told(tuple(deeds), self.book.last(portal)))
            except Refused as refused:
                if refused.code == "not-found":
                    return new
                raise
            new += noted.new
            if noted.lost and not whole:
                # It was put back to an earlier copy of its data: once more from the beginning, by the same keys.
                self.start_again(portal)
                whole = True
            else:
                self.book.took(portal, deeds[-1])
        return new

    def start_again(self, portal: Portal) -> None:
        """The portal was put back to an earlier copy of its data: all of it is to be told once more."""
        self.book.forget(portal)

    def tell_if_possible(self, portal: Portal) -> None:
        """The same; whatever is in the way can wait for the next time."""
        with suppress(AgentError):
            self.tell(portal)
