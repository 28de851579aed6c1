"""What each portal really holds, from the receiver's own receipt (feature A16)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from agent.domain.errors import AgentError
from agent.domain.portals import Portal
from agent.usecases.ports import Portals, Receiver

State = Literal[
    "up to date",
    "never published",
    "another snapshot",
    "waiting for import",
    "held",
    "suspended",
    "offline",
    "refused",
]


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


def portal_statuses(portals: Portals, connect: Callable[[Portal], Receiver]) -> list[PortalStatus]:
    """Ask the receiver of every paired portal."""
    return [_status(portal, connect(portal)) for portal in portals.all()]


def _status(portal: Portal, receiver: Receiver) -> PortalStatus:
    receipt = portal.receipt
    try:
        told = receiver.status()
    except AgentError as error:
        state: State = "offline" if error.exit == error.exit.TRY_LATER else "refused"
        detail = str(error)
    else:
        receipt = told.receipt
        if told.state == "suspended":
            state, detail = "suspended", "Whoever runs the receiver has suspended this company."
        elif receipt is None:
            state, detail = "never published", "Nothing has been published yet. Press Process."
        elif portal.receipt is None or portal.receipt.digest != receipt.digest:
            state, detail = "another snapshot", "The portal holds another set than the last one sent from here."
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
