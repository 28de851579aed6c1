"""The set-up: choosing the practice database, and how far everything is."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import msgspec

from agent.domain.activity import Deed
from agent.domain.errors import UsageError
from agent.domain.first_steps import OPTIONAL, Step
from agent.jobs.lock import single_instance
from agent.office.practice import open_practice
from agent.settings.practice import absolute, chosen
from agent.store.portals import Portals
from agent.usecases.fields import Fields
from agent.usecases.first_steps import FirstSteps
from agent.usecases.setup import Found, look
from agent.wiring.users import Accounts


class SettingUp(Accounts):
    """Everything is made when first asked for."""

    @property
    def first_steps(self) -> FirstSteps:
        """What of the set-up is done."""
        settings = self.home.settings.practice
        return FirstSteps(
            practice=settings.url if settings else "",
            practice_id=settings.practice_id if settings else "",
            fields=lambda: self.fields,
            portals=Portals(self.store),
            activated=lambda: self.activated,
            skipped=frozenset(step for step in OPTIONAL if step in self.home.settings.skipped),
        )

    def skip(self, step: Step) -> None:
        """Do without a step that may be left out. Raises `NotAllowed`, `UsageError` for one that may not."""
        self.actor.require_highest("leave out a step of the set-up")
        if step not in OPTIONAL:
            raise UsageError(f'The step "{step}" can\'t be left out.', remedy="See what is missing with: agent setup")
        kept = self.home.settings
        self.home.save(msgspec.structs.replace(kept, skipped=tuple({*kept.skipped, step.value})))

    def look_into(self, url: str, mapping: Path | None) -> Found:
        """What is in a practice database, which is not chosen by this. Raises what opening it raises."""
        return look(Fields(open_practice(absolute(url), mapping), self.overlay))

    def set_up(self, url: str, mapping: Path | None) -> Found:
        """Choose the practice database, if it can be opened and read. Raises what opening it raises, `NotAllowed`."""
        self.actor.require_highest("choose the practice database")
        found = self.look_into(url, mapping)
        with single_instance(self.home.folder):
            settings = chosen(absolute(url), mapping, found.practice_id, self.secrets)
            self.home.save(msgspec.structs.replace(self.home.settings, practice=settings))
        what = f"Chose the practice database {settings.url}"
        self.activity.note(Deed("settings", self.actor.name, what, "done", datetime.now(UTC)))
        return found
