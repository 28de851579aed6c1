"""What happened last: receipts, replacements, and what failed while the window was open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from agent.domain.errors import AgentError, Cancelled, TryLater
from agent.gui.presenters.language import Language, moment, of_receipt
from agent.gui.presenters.process import moved
from agent.gui.presenters.work import HomeFacts
from agent.gui.tokens import Tone

if TYPE_CHECKING:
    from agent.domain.portals import Portal
    from agent.domain.runs import Run

SHOWN = 6


@dataclass(frozen=True)
class Event:
    """One line of the list; counts are empty where there is nothing to count."""

    time: datetime
    when: str
    what: str
    customers: str
    changed: str
    tone: Tone
    result: str


@dataclass(frozen=True)
class Failed:
    """A Process that came to nothing, or was stopped: the receiver has no receipt for it."""

    time: datetime
    portal: str
    error: AgentError


def events(say: Language, facts: HomeFacts, failed: tuple[Failed, ...], now: datetime) -> tuple[Event, ...]:
    """The newest first."""
    found = [_failed(say, one, now) for one in failed]
    found += [event for portal in facts.portals if (event := _published(say, portal, now))]
    found += [_replaced(say, run, now) for run in facts.replacements[:SHOWN]]
    return tuple(sorted(found, key=lambda event: event.time, reverse=True)[:SHOWN])


def _failed(say: Language, failed: Failed, now: datetime) -> Event:
    tone, result = next(told for kind, told in _FAILURES if isinstance(failed.error, kind))
    what = say("Process to {portal}: {title}", portal=failed.portal, title=failed.error.title.rstrip("."))
    return Event(failed.time, moment(say, failed.time, now), what, "", "", tone, say(result))


_FAILURES: tuple[tuple[type[AgentError], tuple[Tone, str]], ...] = (
    (Cancelled, ("quiet", "stopped")),
    (TryLater, ("warn", "try again later")),
    (AgentError, ("bad", "failed")),
)


def _published(say: Language, portal: Portal, now: datetime) -> Event | None:
    receipt = portal.receipt
    time = of_receipt(receipt.time) if receipt else None
    if receipt is None or time is None:
        return None
    held = receipt.state == "held"
    return Event(
        time=time,
        when=moment(say, time, now),
        what=say("Process to {portal}", portal=portal.name),
        customers=say.number(receipt.counts.get("customer", 0)),
        changed=say.number(moved(receipt.difference)),
        tone="warn" if held else "good",
        result=say("held") if held else say("published"),
    )


def _replaced(say: Language, run: Run, now: datetime) -> Event:
    tone, result = _RUNS.get(run.state, ("warn", "cut short"))
    return Event(
        time=run.made,
        when=moment(say, run.made, now),
        what=say("Edited: {field}", field=run.what) if run.edit else say("Global Replacement: {field}", field=run.what),
        customers="",
        changed=say.number(run.changed),
        tone=tone,
        result=say(result),
    )


_RUNS: dict[str, tuple[Tone, str]] = {
    "done": ("info", "replaced"),
    "undone": ("quiet", "undone"),
    "rolled-back": ("quiet", "nothing written"),
}
