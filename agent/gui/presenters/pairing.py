"""Pairing in words, and what is typed for it (feature A12)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from agent.gui.presenters.language import Language, counted, moment, of_receipt

if TYPE_CHECKING:
    from agent.domain.portals import Portal
    from agent.jobs.progress import PolledProgress

GROUP = 4
CODE_CHARACTERS = 16
DEFAULT_NAME = "CLIP Customer Portal"


class PortalsWork(Protocol):
    """What the list of portals asks of the office."""

    def all(self) -> list[Portal]:
        """The paired portals, by name."""

    def forget(self, name: str, progress: PolledProgress) -> Portal:
        """Forget one on this computer; gives what it was. Raises `AgentError`."""


@dataclass(frozen=True)
class PairForm:
    """What is typed. An empty `device` means this computer's name in the network."""

    receiver: str = ""
    company: str = ""
    code: str = field(default="", repr=False)
    name: str = DEFAULT_NAME
    device: str = ""

    @property
    def address(self) -> str:
        """The receiver's address; people leave out the beginning."""
        typed = self.receiver.strip()
        return typed if "://" in typed or not typed else f"https://{typed}"

    @property
    def number(self) -> int:
        """The company number; 0 where none is typed."""
        typed = self.company.strip()
        return int(typed) if typed.isascii() and typed.isdigit() else 0

    def obstacle(self, say: Language) -> str:
        """Why Pair can't be pressed; empty where it can."""
        if not self.receiver.strip():
            return say("Type the receiver's address first.")
        if not self.number:
            return say("Type the company number: it has digits only.")
        typed = "".join(one for one in self.code if one.isalnum())
        if len(typed) < CODE_CHARACTERS:
            left = CODE_CHARACTERS - len(typed)
            if left == CODE_CHARACTERS:
                return say("Type or paste the code.")
            return counted(
                say, left, "The code needs {count} more character.", "The code needs {count} more characters."
            )
        if not self.name.strip():
            return say("Give the portal a name.")
        return ""


def grouped(text: str) -> str:
    """A code as it is read out: groups of four, in capitals, whatever was between them when it was pasted."""
    typed = "".join(one for one in text.upper() if one.isascii() and one.isalnum())[:CODE_CHARACTERS]
    return "-".join(typed[at : at + GROUP] for at in range(0, len(typed), GROUP))


@dataclass(frozen=True)
class PairedPortal:
    """One portal of the list."""

    name: str
    company: str
    url: str
    portal_url: str
    last: str


def paired(say: Language, portals: list[Portal], now: datetime) -> tuple[PairedPortal, ...]:
    """The list of System > Portals."""
    return tuple(
        PairedPortal(
            one.name,
            say("{company}, company {number}", company=one.company_name, number=one.company),
            one.url,
            one.portal_url,
            _last(say, one, now),
        )
        for one in portals
    )


def _last(say: Language, portal: Portal, now: datetime) -> str:
    time = of_receipt(portal.receipt.time) if portal.receipt else None
    if portal.receipt is None or time is None:
        return say("Nothing has been published from this computer yet.")
    return say(
        "Last receipt: snapshot {number}, {when}",
        number=say.number(portal.receipt.snapshot),
        when=moment(say, time, now),
    )
