"""The receiver as its commands see it."""

from __future__ import annotations

import os
from functools import cached_property

from sqlalchemy import Engine

from receiver.commands.output import HostError
from receiver.db.engine import make_engine
from receiver.db.migrations import layout
from receiver.db.unit_of_work import UnitOfWork
from receiver.domain.companies.actions import record_key
from receiver.domain.companies.queries import all_companies
from receiver.settings import Secrets, Settings, read_secrets


class Host:
    """This receiver: its settings, secrets and database."""

    @cached_property
    def settings(self) -> Settings:
        """From the environment."""
        return Settings.from_environment(os.environ)

    @cached_property
    def secrets(self) -> Secrets:
        """From the secret file."""
        return read_secrets(self.settings.secret_file)

    @cached_property
    def engine(self) -> Engine:
        """Of the database, whatever its layout."""
        return make_engine(self.settings.database_url)

    @cached_property
    def made(self) -> Engine:
        """Of the database that `receiver init` made, whatever its layout. Raises `SettingsError`.

        The secret file tells: to look into a database that is not there would make it.
        """
        _ = self.secrets
        return self.engine

    @cached_property
    def work(self) -> UnitOfWork:
        """Of a database that this program can work with. Raises `HostError`, `SettingsError`."""
        found = layout(self.made)
        if not found.current:
            raise HostError("This receiver is not set up yet.", remedy="Run: python -m receiver init")
        if not found.known:
            raise HostError(
                "The database was made by a newer release of Porchlight.",
                detail=f"Its layout is {found.current}; this release knows layouts up to {found.newest}.",
                remedy="Start the newer release, or put back a copy of the database from before.",
            )
        if not found.ready:
            raise HostError(
                "The database has an older layout.",
                detail=f"It has {found.current}; this release works with {found.newest}.",
                remedy="Make a copy of it, then run: python -m receiver migrate up",
            )
        return UnitOfWork(self.made)

    def companies_opened(self) -> int:
        """How many companies the secret file opens the keys of: every one. Raises `SealError` where it is the file of
        another database, or older than this one."""
        with self.work.every_company() as session:
            companies = all_companies(session)
        for company in companies:
            record_key(self.secrets.peppers, company)
        return len(companies)
