"""Self-check and the diagnostic bundle."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import sqlite3
import ssl
from collections.abc import Iterator, Mapping
from functools import cached_property, partial
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit
from urllib.request import getproxies

import msgspec

from agent.domain.portals import Portal
from agent.domain.runs import Run
from agent.domain.uploads import Plan
from agent.jobs import faults
from agent.jobs.lock import single_instance
from agent.office.checkup import Checkup
from agent.settings import sealed_file
from agent.settings.practice import file_of, url_of
from agent.store.bundle import write_bundle
from agent.store.database import quick_check
from agent.store.journal import Journal
from agent.upload.checkup import reach
from agent.usecases.computer_checks import ComputerChecks
from agent.usecases.diagnostics import Diagnostics
from agent.usecases.portal_checks import PortalChecks
from agent.usecases.practice_checks import PracticeChecks
from agent.usecases.self_check import Probe, SelfCheck
from agent.wiring.changing import Changing
from agent.wiring.scheduled import Scheduled

PACKAGES = {
    "Porchlight": "porchlight",
    "PySide6": "pyside6-essentials",
    "SQLAlchemy": "sqlalchemy",
    "requests": "requests",
    "keyring": "keyring",
}


class Checking(Changing, Scheduled):
    """Everything is made when first asked for."""

    @cached_property
    def self_check(self) -> SelfCheck:
        """Asks everything. Raises nothing that one of the questions would tell."""
        practice = PracticeChecks(lambda: self.fields, self._checkup, lambda: self.chosen.url)
        portals = PortalChecks(self._paired, lambda portal: reach(self.connect(portal)))
        computer = ComputerChecks(
            folder=self.home.folder,
            practice_file=self._practice_file,
            secrets=lambda: self.secrets,
            keyring=lambda: self.home.settings.secrets,
            own_file=lambda: quick_check(self.store),
            activity=lambda: self.activity,
            runs=self._runs,
            lock=lambda: single_instance(self.home.folder),
            versions=versions,
            plan=self._plan,
            service=self.service_standing,
        )
        return SelfCheck([*practice.probes(), *self._portal_probes(portals), *computer.probes()], faults.told)

    @cached_property
    def diagnostics(self) -> Diagnostics:
        """The bundle for whoever helps."""
        return Diagnostics(
            settings=lambda: msgspec.to_builtins(self.home.settings),
            portals=self._paired,
            activity=lambda: self.activity,
            runs=self._runs,
            checkup=self._checkup,
            folder=self.home.folder,
            secrets=self._known_secrets,
            write=write_bundle,
        )

    def _portal_probes(self, portals: PortalChecks) -> list[Probe]:
        """Where not even the list of portals can be read, the agent's own file is at fault, and says so itself."""
        try:
            return portals.probes()
        except Exception as error:
            return [Probe("receiver", "Receiver", partial(_raise, error))]

    def _checkup(self) -> Checkup:
        return Checkup(url_of(self.chosen, self.secrets))

    def _paired(self) -> list[Portal]:
        return self.portals.all()

    def _plan(self) -> Plan:
        return self.timetable.plan()

    def _practice_file(self) -> Path | None:
        settings = self.home.settings.practice
        return None if settings is None or settings.url_secret else file_of(settings.url)

    def _runs(self) -> list[Run]:
        """Of the journal alone: the practice database may be away."""
        settings = self.home.settings.practice
        key = self.secrets.key("journal-key")
        return [] if settings is None else Journal(self.store, key).runs(settings.practice_id)

    def _known_secrets(self) -> Iterator[str]:
        """Passwords that stand in addresses and in the environment."""
        settings = self.home.settings.practice
        addresses = [url_of(settings, self.secrets)] if settings is not None else []
        for address in (*addresses, *getproxies().values()):
            password = urlsplit(address).password
            if password:
                yield password
        if passphrase := os.environ.get(sealed_file.VARIABLE):
            yield passphrase


def versions() -> Mapping[str, str]:
    """Of what matters, by name; what is not installed is left out."""
    found = {"Python": platform.python_version(), "SQLite": sqlite3.sqlite_version}
    found["OpenSSL"] = ssl.OPENSSL_VERSION.removeprefix("OpenSSL ").partition(" ")[0]
    found["System"] = platform.platform(terse=True)
    for name, package in PACKAGES.items():
        try:
            found[name] = importlib.metadata.version(package)
        except (importlib.metadata.PackageNotFoundError, OSError):
            continue
    first = {name: found.pop(name) for name in ("Porchlight",) if name in found}
    return first | found


def _raise(error: Exception) -> NoReturn:
    raise error
