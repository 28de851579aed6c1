"""What each portal really holds, from the receiver's own receipt (feature A16)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from agent.domain.errors import AgentError, SetupError
from agent.domain.portals import Portal
from agent.domain.standing import Standing, State, standing
from agent.usecases.history import PortalRuns
from agent.usecases.portal_ports import Portals, Receiver
from shared.messages import Held, Pin, Receipt, Status


@dataclass(frozen=True)
class PortalStatus:
    """One portal. Snapshot, time and counts are the receiver's; where it can't be asked, those of our last receipt."""

    name: str
    url: str
    company: int
    company_name: str
    portal_url: str
    state: State
    snapshot: int
    time: str
    counts: dict[str, int]
    detail: str = ""
    """Why, where it is not up to date."""
    held: Held | None = None
    """Why the last upload is not shown; or where the portal is pinned."""
    pin: Pin | None = None
    shown_time: str = ""
    """When what customers see was uploaded."""
    until_import: bool = False
    """Whether the last upload waits until somebody imports it at the portal, by the office's own switch."""
    silent_since: str = ""
    """When the receiver last heard of this office, where its schedule is overdue."""


@dataclass(frozen=True)
class LastError:
    """The last Process that did not come through. `resolved`: a later one did."""

    time: str
    result: str
    what: str
    remedy: str
    resolved: bool


@dataclass(frozen=True)
class PortalStanding(PortalStatus):
    """What the receiver says together with what became of the Processes at this computer."""

    standing: Standing = "needs you"
    runs: int = 0
    last_success: str = ""
    """RFC 3339, UTC; empty where none came through yet."""
    last_error: LastError | None = None


def portal_statuses(portals: Portals, connect: Callable[[Portal], Receiver]) -> list[PortalStatus]:
    """Ask the receiver of every paired portal."""
    return [_status(portal, connect) for portal in portals.all()]


def with_runs(status: PortalStatus, runs: PortalRuns | None) -> PortalStanding:
    """`status` with the Processes of its portal."""
    failure = runs.failure if runs else None
    unresolved = runs.unresolved if runs else None
    return PortalStanding(
        **vars(status),
        standing=standing(status.state, unresolved),
        runs=runs.runs if runs else 0,
        last_success=runs.success.made.isoformat() if runs and runs.success else "",
        last_error=LastError(
            failure.made.isoformat(), failure.result, failure.detail, failure.remedy, resolved=unresolved is None
        )
        if failure
        else None,
    )


def standings(
    portals: Portals, connect: Callable[[Portal], Receiver], runs: Mapping[str, PortalRuns]
) -> list[PortalStanding]:
    """Every paired portal, its receiver asked now."""
    return [with_runs(one, runs.get(one.name)) for one in portal_statuses(portals, connect)]


def _status(portal: Portal, connect: Callable[[Portal], Receiver]) -> PortalStatus:
    receipt, told = portal.receipt, None
    try:
        told = connect(portal).status()
    except SetupError as error:
        state: State = "no key"
        detail = str(error)
    except AgentError as error:
        state = "offline" if error.exit == error.exit.TRY_LATER else "refused"
        detail = str(error)
    else:
        receipt = told.receipt
        state, detail = _judged(told, portal.receipt)
    shown = (told.shown or told.receipt) if told else None
    return PortalStatus(
        name=portal.name,
        url=portal.url,
        company=portal.company,
        company_name=portal.company_name,
        portal_url=portal.portal_url,
        state=state,
        snapshot=receipt.snapshot if receipt else 0,
        time=receipt.time if receipt else "",
        counts=receipt.counts if receipt else {},
        detail=detail,
        held=receipt.held if told and receipt else None,
        pin=told.pin if told else None,
        shown_time=shown.time if shown else "",
        until_import=told is not None and receipt is not None and receipt.until_import,
        silent_since=told.silent_since if told else "",
    )


def _judged(told: Status, ours: Receipt | None) -> tuple[State, str]:
    """The state by what the receiver told, and why it is none of the best; what keeps an upload from customers comes
    before the question whose it was."""
    newest = told.receipt
    if told.state == "suspended":
        return "suspended", "Whoever runs the receiver has suspended this company: ask there."
    if newest is None:
        return "never published", "Nothing has been published yet. Press Process."
    if newest.state == "held":
        remedy = "Look at what would change with Preview, and press Process there to confirm it."
        return "held", f"{newest.reason} Customers see the upload before. {remedy}"
    if told.pin is not None:
        waits = newest.state == "pinned"
        return (
            "waiting for import" if waits else "pinned",
            f"{told.pin.reason} Customers see later uploads after Import for New Data.",
        )
    if newest.until_import:
        return "waiting for import", f"{newest.reason} Customers see the upload before until then."
    if told.published != told.newest:
        return "waiting for import", "Customers see an earlier upload until the new one is imported."
    if ours is None or ours.digest != newest.digest:
        return "another snapshot", "It was not sent from here. Press Process to show this office's own again."
    if told.silent_since:
        return "overdue", f"The receiver has not heard of this office since {told.silent_since}. Press Process."
    return "up to date", ""
