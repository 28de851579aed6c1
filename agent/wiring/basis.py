"""What every other part is built on: the folder, the secrets, the practice database, who acts."""

from __future__ import annotations

import getpass
import time
from functools import cached_property
from pathlib import Path

from agent.domain.errors import AnotherPractice, SetupError
from agent.domain.permissions import Actor, paired_device
from agent.office.practice import open_practice
from agent.settings.declared import PracticeSettings
from agent.settings.home import Home
from agent.settings.practice import mapping_of, url_of
from agent.settings.secrets import open_secrets
from agent.store.activity import Activity
from agent.store.database import Store
from agent.store.open import open_store
from agent.store.overlay import Overlay
from agent.store.sign_in import SignIns
from agent.usecases.fields import Fields
from agent.usecases.ports import Secrets
from agent.usecases.practice_ports import PracticeDatabase
from agent.usecases.sign_in import SignIn
from agent.usecases.user_book import UserBook
from agent.wiring.desk import Desk


class Basis:
    """Everything is made when first asked for."""

    def __init__(self, folder: Path | None = None, desk: Desk | None = None) -> None:
        self._folder = folder
        self.desk = desk or Desk.at(folder)

    @cached_property
    def home(self) -> Home:
        """The agent's folder and settings."""
        return Home.at(self._folder)

    @cached_property
    def secrets(self) -> Secrets:
        """The keys and passwords of this computer."""
        return open_secrets(self.home)

    @cached_property
    def store(self) -> Store:
        """The agent's own SQLite file."""
        return open_store(self.home.store)

    @property
    def chosen(self) -> PracticeSettings:
        """The practice database chosen at set-up. Raises `SetupError` where none is."""
        found = self.home.settings.practice
        if found is None:
            raise SetupError(
                f"No practice database is chosen yet in {self.home.folder}.",
                remedy="Choose one: Help > Set-up, or agent init --database URL",
            )
        return found

    @cached_property
    def practice(self) -> PracticeDatabase:
        """The practice database, opened. Raises `PracticeError` where another one is in its place."""
        settings = self.chosen
        practice = open_practice(url_of(settings, self.secrets), mapping_of(settings))
        if practice.practice_id != settings.practice_id:
            raise AnotherPractice(
                f"The practice database at {settings.url} is another one than was set up.",
                detail="Nothing was done with it.",
                remedy="Put the right one back, or choose this one: Help > Set-up, or agent init",
            )
        return practice

    @cached_property
    def overlay(self) -> Overlay:
        """Fields that the practice database has no column for."""
        return Overlay(self.store, self.secrets.key("overlay-key"))

    @cached_property
    def user_book(self) -> UserBook:
        """The users of the office."""
        return UserBook(self.practice, self.overlay)

    @cached_property
    def signs(self) -> SignIns:
        """Whether passwords are activated, and the tries of those who sign in."""
        return SignIns(self.store, self.secrets.key("sign-in-key"))

    @property
    def door(self) -> SignIn:
        """Where one signs in. Raises `SetupError` where no practice database is chosen."""
        return SignIn(self.chosen.practice_id, lambda: self.user_book, self.signs, time.time)

    @property
    def actor(self) -> Actor:
        """Who acts, looked up each time. Raises `SignInNeeded`. Before a practice database is chosen there is nothing
        to sign in to."""
        if self.desk.unattended:
            return paired_device()
        if self.home.settings.practice is None:
            return Actor(_account())
        return self.door.actor(self.desk.who, _account())

    @cached_property
    def activity(self) -> Activity:
        """What was done at this computer."""
        return Activity(self.store, self._practice_id)

    def _practice_id(self) -> str:
        chosen = self.home.settings.practice
        return chosen.practice_id if chosen else ""

    @cached_property
    def fields(self) -> Fields:
        """Every field of the practice database, wherever it lives."""
        return Fields(self.practice, self.overlay)


def _account() -> str:
    """The account of the operating system; containers may have none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""
