"""Forgetting a portal on this computer: its keys, and what was published to it (feature A12).

The receiver is not asked: it goes on listing this computer until somebody revokes it there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from agent.domain.activity import Deed
from agent.domain.errors import UsageError
from agent.domain.permissions import Actor
from agent.domain.portals import Portal
from agent.usecases.pair import secrets_of
from agent.usecases.portal_ports import Portals
from agent.usecases.ports import Activity, Secrets


@dataclass(frozen=True)
class Forgetting:
    """Forgets one portal at a time."""

    portals: Portals
    secrets: Secrets
    actor: Actor
    activity: Activity

    def run(self, name: str) -> Portal:
        """Forget the portal of that name; gives what it was. Raises `UsageError` where there is none, `NotAllowed`.

        The keys go first: a run cut short leaves a portal without a key, which can be forgotten again.
        """
        self.actor.require_highest("forget a portal")
        portal = next((one for one in self.portals.all() if one.name == name), None)
        if portal is None:
            raise UsageError(f'No portal is called "{name}".', remedy="See their names with: agent portals list")
        for secret in secrets_of(name):
            self.secrets.remove(secret)
        self.portals.forget(portal)
        what = f"Forgot the portal {portal.name} of company {portal.company} at {portal.url}"
        self.activity.note(Deed("pair", self.actor.name, what, "done", datetime.now(UTC)))
        return portal
