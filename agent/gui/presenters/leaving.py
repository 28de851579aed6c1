"""System > What Leaves the Office in words: the switches, and the last payload (feature row A17)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final, Protocol

from agent.domain.leaving import Share, Why
from agent.domain.permissions import Permission
from agent.gui.presenters.backup import size
from agent.gui.presenters.language import Language, counted, moment, of_receipt
from agent.jobs.progress import PolledProgress

if TYPE_CHECKING:
    from collections.abc import Mapping

    from agent.usecases.last_payload import Entry, Page, Payload
    from agent.usecases.what_leaves import Switched

TITLE = "What Leaves the Office"
PAGE = 200
"""So many records are asked for at a time."""

KINDS: Final[dict[str, str]] = {
    "company": "Company",
    "customer": "Customer",
    "history": "History",
    "invoices": "Invoices",
    "credential": "Password check",
    "staff": "Level-1 user",
}
"""How the kinds of record are called."""


@dataclass(frozen=True)
class Leaving:
    """Every switch as it is, and whether who sits here may change them."""

    switches: tuple[Switched, ...]
    may_switch: bool = True
    portals: tuple[str, ...] = ()


class LeavingWork(Protocol):
    """What the window asks of the office. Every call raises `AgentError`."""

    def read(self) -> Leaving:
        """The switches as they are."""

    def save(self, on: Sequence[str], off: Sequence[str], progress: PolledProgress) -> None:
        """Let these leave from the next Process on, and those not."""

    def payload(self, portal: str) -> Payload:
        """What the last Process that sent anything sent to a portal, as a whole."""

    def counts(self, portal: str) -> Mapping[str, int]:
        """How many records of each kind that were."""

    def page(self, portal: str, kind: str, text: str, begin: int) -> Page:
        """Some of them, from that one on: of a kind, of numbers that hold a text; empty for all."""

    def record(self, portal: str, at: int) -> str:
        """One of them as JSON; empty for one that was taken out."""


class Switches:
    """What is ticked: the switches as they are, and what was ticked otherwise and is not saved yet."""

    def __init__(self, leaving: Leaving) -> None:
        self._leaving = leaving
        self._ticked: dict[str, bool] = {}

    @property
    def shares(self) -> tuple[Switched, ...]:
        """Those for several fields at once."""
        return tuple(one for one in self._leaving.switches if not one.set)

    def found(self, text: str) -> tuple[Switched, ...]:
        """Those for one field, whose name or set holds a text."""
        wanted = text.strip().casefold()
        fields = (one for one in self._leaving.switches if one.set)
        return tuple(one for one in fields if wanted in f"{one.name} {one.set}".casefold())

    def on(self, one: Switched) -> bool:
        """Whether it is ticked."""
        return self._ticked.get(one.name, one.on)

    def obstacle(self, say: Language, one: Switched) -> str:
        """Why it can't be ticked otherwise; empty where it can."""
        return say(one.why) if one.why else self._barred(say)

    def fixed(self, one: Switched) -> bool:
        """Whether it can't be ticked otherwise."""
        return bool(one.why) or not self._leaving.may_switch

    def tick(self, one: Switched, on: bool) -> None:
        """Tick it, or not; what is ticked as it is needs no saving."""
        if on == one.on:
            self._ticked.pop(one.name, None)
        elif not self.fixed(one):
            self._ticked[one.name] = on

    @property
    def changed(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What is to be switched on, and off."""
        on, off = ([name for name, ticked in self._ticked.items() if ticked == wanted] for wanted in (True, False))
        return tuple(on), tuple(off)

    def hint(self, say: Language, one: Switched) -> str:
        """What there is to know about one of `shares`."""
        return say(one.why) if one.why else say("Balances, invoices and payments, prices, and the amounts of visits.")

    def told(self, say: Language) -> str:
        """What Save will do; empty where there is nothing to save."""
        if not self._ticked:
            return ""
        return counted(
            say,
            len(self._ticked),
            "{count} switch changes with the next Process",
            "{count} switches change with the next Process",
        )

    def save_obstacle(self, say: Language) -> str:
        """Why there is nothing to save; empty where there is."""
        if barred := self._barred(say):
            return barred
        return "" if self._ticked else say("Nothing was ticked otherwise yet.")

    def _barred(self, say: Language) -> str:
        if self._leaving.may_switch:
            return ""
        return say("This needs the permission {permission}.", permission=say(Permission.EMAIL_SETTINGS))

    def note(self, say: Language, one: Switched) -> str:
        """What becomes of a field with the next Process, or why that can't be changed."""
        if one.why:
            return say(one.why)
        if one.money and self.on(one) and not any(self.on(share) for share in self.shares if share.name == Share.MONEY):
            return say(Why.NO_MONEY.value)
        return say("leaves") if self.on(one) else say("stays here, empty on the portal")


def sent(say: Language, payload: Payload, now: datetime) -> str:
    """What the payload is as a whole."""
    if not payload.uploads:
        return say("Nothing was sent to {portal} from this computer yet.", portal=payload.portal)
    lines = []
    for one in payload.uploads:
        time = of_receipt(one.time)
        lines.append(
            say(
                "{when}: snapshot {snapshot}, {size}, {what}",
                when=moment(say, time, now) if time else one.time,
                snapshot=one.snapshot,
                size=size(say, one.bytes),
                what=say("everything") if one.full else say("what had changed"),
            )
        )
    return "\n".join(lines)


def totals(say: Language, counts: Mapping[str, int]) -> str:
    """How many records of each kind."""
    return " · ".join(f"{kind(say, name)}: {say.number(counts[name])}" for name in KINDS if name in counts)


def kind(say: Language, name: str) -> str:
    """A kind of record in words; one this release does not know as it is."""
    return say(KINDS[name]) if name in KINDS else name


def weight(say: Language, entry: Entry) -> str:
    """How large a record is, or that it was taken out."""
    return say("taken out") if entry.gone else say("{count} B", count=say.number(entry.bytes))
