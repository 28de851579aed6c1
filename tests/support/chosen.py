"""Customers who chose their portal password themselves, as a portal tells the office's computer."""

from __future__ import annotations

from collections.abc import Iterable

from agent.domain.portals import Portal
from agent.wiring.office import Office as Agent
from shared.outbound import Outbound, OwnPassword

LINK = "https://portal.example.com/112/"
SINCE = "2026-05-12T09:30:00Z"


def tell(agent: Agent, told: Iterable[OwnPassword], portal: str = "CLIP Customer Portal") -> None:
    """As if that portal had told it just now; it is paired where it was not."""
    known = {one.name: one for one in agent.portals.all()}
    made = Portal(0, portal, LINK[:-5], 112, "", "pc", agent.practice.practice_id, LINK)
    kept = known.get(portal) or agent.portals.save(made)
    book = agent.exchange.book
    until = book.position(kept).moved + 1
    book.take(kept, Outbound(until, passwords=tuple(told)), anew=until == 1)
