"""What each portal really holds, from the receiver's own receipt (feature A16)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from agent.domain.errors import AgentError, SetupError
from agent.domain.portals import Portal
from agent.domain.standing import Standing, State, standing
from agent.usecases.history import PortalRuns
from agent.usecases.portal_ports import Portals, Receiver


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
    receipt = portal.receipt
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
        if told.state == "suspended":
            state, detail = "suspended", "Whoever runs the receiver has suspended this company: ask there."
        elif receipt is None:
            state, detail = "never published", "Nothing has been published yet. Press Process."
        elif portal.receipt is None or portal.receipt.digest != receipt.digest:
            state, detail = (
                "another snapshot",
                "It was not sent from here. Press Process to show this office's own again.",
            )
        elif receipt.state == "held":
            state, detail = "held", "The last upload waits for somebody to confirm it; customers see the one before."
        elif told.published != told.newest:
            state, detail = "waiting for import", "Customers see an earlier upload until the new one is imported."
        else:
            state, detail = "up to date", ""
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
    )
