"""Why customers do not see what was uploaded, in words (features C2, C3)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from agent.gui.presenters.language import Language, counted, moment, of_receipt

if TYPE_CHECKING:
    from agent.usecases.report import ProcessReport
    from agent.usecases.status import PortalStatus
    from shared.messages import Held, Pin


def leaving(say: Language, held: Held | None) -> str:
    """Who would leave, in numbers."""
    if held is None:
        return say("Too many customers would leave")
    shown = say.number(held.shown)
    if held.leave == held.shown:
        return counted(say, held.shown, "The only customer would leave", "All {count} customers would leave")
    return say("{leave} of {shown} customers would leave", leave=say.number(held.leave), shown=shown)


def pinned(say: Language, pin: Pin | None, now: datetime) -> str:
    """To what, and by whom."""
    time = of_receipt(pin.time) if pin is not None else None
    if pin is None or time is None:
        return say("The portal shows an earlier upload")
    return say("The portal is pinned to {when} by {who}", when=moment(say, time, now), who=pin.by)


def awaited(say: Language, held: Held | None) -> str:
    """What the office's own switch does; and who would leave, where those are many."""
    waits = say("Uploads wait at the portal until somebody imports them there")
    return f"{waits}. {leaving(say, held)}" if held is not None else waits


def on_home(say: Language, asked: PortalStatus, now: datetime) -> str:
    """What Home says of a portal that does not show what was uploaded last."""
    time = of_receipt(asked.shown_time)
    seen = say("Customers see the data of {when}.", when=moment(say, time, now)) if time else ""
    if asked.state == "held":
        confirm = say("To publish it all the same: Customer Portal, Preview, then Process there.")
        return " ".join(part for part in (f"{leaving(say, asked.held)}.", seen, confirm) if part)
    if asked.until_import:
        import_it = say("To show it: sign in to the portal's administration, Import for New Data.")
        return " ".join(part for part in (f"{awaited(say, asked.held)}.", seen, import_it) if part)
    later = say("What is uploaded is shown after Import for New Data at the portal.")
    return f"{pinned(say, asked.pin, now)}. {later}"


def overdue(say: Language, asked: PortalStatus, now: datetime) -> str:
    """What Home says where the schedule is overdue."""
    since = of_receipt(asked.silent_since)
    when = moment(say, since, now) if since else asked.silent_since
    return say(
        "The last one came through {when}, and the next is long overdue. Press Process, and look whether scheduled"
        " uploads run.",
        when=when,
    )


def at_the_end(say: Language, report: ProcessReport, now: datetime) -> tuple[str, tuple[str, ...]]:
    """What the Process window says: a sentence, and what to do; empty where customers see the set."""
    if report.outcome == "held" and report.confirms is not None:
        return leaving(say, report.held), (
            say("That is more than the preview showed. Customers see what they saw before."),
            say("To publish it all the same: press Preview again, then Process there."),
        )
    if report.outcome == "held":
        return leaving(say, report.held), (
            say("Customers see what they saw before. To publish it all the same: Preview, then Process there."),
        )
    if report.outcome == "waiting for import":
        why = awaited(say, report.held) if report.until_import else pinned(say, report.pin, now)
        return why, (say("It is shown after Import for New Data at the portal."),)
    return "", ()
