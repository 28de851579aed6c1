"""The composition root: puts settings, adapters and use cases together. Everything is made when first asked for."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property, partial
from pathlib import Path

import msgspec

from agent.domain.errors import AnotherPractice, SetupError
from agent.domain.portals import Portal
from agent.jobs.lock import single_instance
from agent.office.practice import open_practice
from agent.settings.declared import PracticeSettings
from agent.settings.home import Home
from agent.settings.practice import absolute, chosen, file_of, mapping_of, url_of
from agent.settings.secrets import open_secrets
from agent.store.backups import Backups
from agent.store.database import Store
from agent.store.journal import Journal
from agent.store.known import KnownCustomers
from agent.store.open import open_store
from agent.store.overlay import Overlay
from agent.store.passwords import Marker, Seal
from agent.store.portals import Portals
from agent.store.publication import Publication
from agent.store.roster import Roster
from agent.store.sqlite_copy import copy_store, put_back
from agent.store.verifiers import Verifiers
from agent.upload.client import ReceiverClient, receiver_url
from agent.upload.signature import public_half
from agent.usecases import pair
from agent.usecases.backup import BackupOffice, OwnCopies
from agent.usecases.common_passwords import common_passwords
from agent.usecases.customers import Customers
from agent.usecases.fields import Fields
from agent.usecases.patience import patiently
from agent.usecases.ports import PracticeDatabase, Progress, Secrets
from agent.usecases.process import Process
from agent.usecases.replace import Replace
from agent.usecases.setup import Found, look
from agent.usecases.words import word_list


class Office:
    """The agent of one office, in its folder."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    @contextmanager
    def alone(self, waiting: Progress | None = None) -> Iterator[list[str]]:
        """Hold the one lock of window, command line and service, for whatever writes or publishes. Gives a sentence
        about each replacement that was cut short earlier. With `waiting`, a practice database that another program
        holds is waited for, and said so there.

        Raises `TryLater` where somebody else holds the lock.
        """
        with single_instance(self.home.folder):
            self.backups.clear_work()
            if waiting is not None:
                patiently(waiting, lambda: self.practice)
            yield self.replace.settle()

    def set_up(self, url: str, mapping: Path | None) -> Found:
        """Choose the practice database, if it can be opened and read. Raises what opening it raises."""
        place = absolute(url)
        practice = open_practice(place, mapping)
        found = look(Fields(practice, self.overlay))
        with single_instance(self.home.folder):
            settings = chosen(place, mapping, practice.practice_id, self.secrets)
            self.home.save(msgspec.structs.replace(self.home.settings, practice=settings))
        return found

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
                remedy="Choose one with: agent init --database URL",
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
                remedy="Put the right one back, or choose this one with: agent init",
            )
        return practice

    @cached_property
    def overlay(self) -> Overlay:
        """Fields that the practice database has no column for."""
        return Overlay(self.store, self.secrets.key("overlay-key"))

    @cached_property
    def fields(self) -> Fields:
        """Every field of the practice database, wherever it lives."""
        return Fields(self.practice, self.overlay)

    @cached_property
    def customers(self) -> Customers:
        """The Customer List."""
        return Customers(self.fields)

    @cached_property
    def backups(self) -> Backups:
        """The encrypted backups."""
        return Backups(self.home.backups, self.secrets.key("backup-key"))

    @cached_property
    def backup(self) -> BackupOffice:
        """Making backups and putting them back."""
        settings = self.chosen
        return BackupOffice(
            practice=lambda: self.practice,
            practice_id=settings.practice_id,
            practice_file=None if settings.url_secret else file_of(settings.url),
            backups=self.backups,
            own=OwnCopies(
                size=lambda: self.store.path.stat().st_size,
                copy=lambda target: copy_store(self.store, target),
                restore_overlay=self.overlay.restore,
            ),
            put_back=put_back,
        )

    @cached_property
    def replace(self) -> Replace:
        """Global Replacement."""
        return Replace(
            practice=self.practice,
            fields=self.fields,
            overlay=self.overlay,
            journal=Journal(self.store, self.secrets.key("journal-key")),
            backup=self.backup.before,
            words=word_list,
            who=_who(),
        )

    @cached_property
    def portals(self) -> Portals:
        """The paired portals."""
        return Portals(self.store)

    def connect(self, portal: Portal) -> ReceiverClient:
        """The receiver of a paired portal. Raises `SetupError` where the keyring lost its key."""
        return ReceiverClient.of(portal, self._pairing_key(pair.device_key(portal.name)))

    @cached_property
    def pairing(self) -> pair.Pairing:
        """Pairs this computer with a portal."""
        return pair.Pairing(
            practice_id=lambda: self.practice.practice_id,
            portals=self.portals,
            secrets=self.secrets,
            desk=ReceiverClient.pairing,
            public_half=public_half,
            address=receiver_url,
        )

    @cached_property
    def process(self) -> Process:
        """Publishes to a portal."""
        key = self.secrets.key("cache-key")
        return Process(
            practice=self.practice,
            overlay=self.overlay,
            portals=self.portals,
            publication=Publication(
                self.store,
                Seal(key, b"outbox"),
                Marker(key),
                partial(KnownCustomers, self.practice.practice_id, Seal(key, b"known"), Marker(key)),
            ),
            verifiers=Verifiers(self.store, Seal(key, b"verifiers"), self.practice.practice_id),
            new_roster=partial(Roster, Marker(key)),
            connect=self.connect,
            record_key=lambda portal: self._pairing_key(pair.record_key(portal.name)),
            common_passwords=common_passwords(),
        )

    def _pairing_key(self, name: str) -> bytes:
        key = self.secrets.get(name)
        if key is None:
            raise SetupError(
                "The keyring no longer holds the key of this pairing.",
                detail="Nothing was sent.",
                remedy="Pair this computer again with a new code: agent pair",
            )
        return key


def _who() -> str:
    """The account of the operating system; containers may have none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""
