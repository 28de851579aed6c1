"""What customers asked for, with the real office behind it; each call opens the office anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from agent.domain.errors import AgentError
from agent.domain.requests import Answered, Waiting
from agent.gui.presenters.requests import Heard, Inbox, Key, Wanted
from agent.jobs.progress import PolledProgress
from agent.usecases.replace import Swing
from agent.usecases.requests import Seen
from agent.wiring.office import Office


@dataclass(frozen=True)
class OfficeRequests:
    """`presenters.requests.RequestsWork` for the agent's folder."""

    folder: Path

    def exchange(self) -> Heard:
        """Send what was answered, and fetch what moved."""
        office = Office(self.folder)
        came = office.exchange.run()
        return Heard(waiting(office), came.troubles[0] if came.troubles else None)

    def listed(self, wanted: Wanted) -> Inbox:
        """Those that are wanted."""
        office = Office(self.folder)
        return Inbox(wanted.of(office.requests.listed(everything=True)), paired=bool(office.exchange.portals()))

    def show(self, key: Key, day: date | None) -> Seen:
        """One of them; it counts as opened from now on."""
        return Office(self.folder).requests.show(key.number, key.portal, day)

    def accept(self, key: Key, day: date | None, word: str, progress: PolledProgress, *, anyway: bool) -> Answered:
        """Write what is asked for, with the one lock of the agent's folder held."""
        office = Office(self.folder)
        with office.alone(progress):
            return office.requests.accept(key.number, key.portal, day=day, anyway=anyway, say=word)

    def decline(self, key: Key, reason: str, progress: PolledProgress) -> Answered:
        """Tell the customer that it is not done, and why."""
        return Office(self.folder).requests.decline(key.number, reason, key.portal)

    def reply(self, key: Key, text: str, progress: PolledProgress) -> Answered:
        """Write to the customer."""
        return Office(self.folder).requests.reply(key.number, text, key.portal)

    def undo(self, run: int, progress: PolledProgress) -> Swing:
        """Take back what accepting wrote, with the one lock held."""
        office = Office(self.folder)
        with office.alone(progress):
            return office.replace.undo(run, progress)

    def photo(self, key: Key, position: int) -> bytes:
        """A photo that was sent along."""
        return Office(self.folder).requests.photo(key.number, position, key.portal)


def waiting(office: Office) -> Waiting:
    """What waits; nothing where that can't be told now, for whoever asks shows other things, too."""
    try:
        return office.requests.waiting()
    except AgentError:
        return Waiting()
