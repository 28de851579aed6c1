"""Installs and removes the service of the scheduled uploads (feature rows A11, A19)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from agent.domain.activity import Deed
from agent.domain.permissions import Actor, Permission
from agent.domain.standing_service import Registered
from agent.usecases.ports import Activity


class Registration(Protocol):
    """How this computer starts the service. Every call may take some seconds."""

    def install(self) -> Registered:
        """Register it, in the place of what was registered, and start it. Raises `AgentError`."""

    def uninstall(self) -> Registered:
        """Stop it and take it away; nothing happens where there is none. Raises `AgentError`."""

    def look(self) -> Registered:
        """Whether it is registered."""


@dataclass(frozen=True)
class StandingService:
    """For whoever may Process."""

    registration: Registration
    activity: Activity
    actor: Actor

    def install(self) -> Registered:
        """Let uploads run with nobody at the desk. Raises `AgentError`, `NotAllowed`."""
        self.actor.require(Permission.PROCESS)
        made = self.registration.install()
        self._note("Installed the service of the scheduled uploads")
        return made

    def uninstall(self) -> Registered:
        """Let them run only while the window is open. Raises `AgentError`, `NotAllowed`."""
        self.actor.require(Permission.PROCESS)
        gone = self.registration.uninstall()
        self._note("Removed the service of the scheduled uploads")
        return gone

    def _note(self, what: str) -> None:
        self.activity.note(Deed("settings", self.actor.name, what, "done", datetime.now(UTC).replace(microsecond=0)))
