"""What looks into the practice database and writes it: the Customer List, Global Replacement, backups."""

from __future__ import annotations

from functools import cached_property

from agent.settings.practice import file_of
from agent.store.backups import Backups
from agent.store.journal import Journal
from agent.store.sqlite_copy import copy_store, put_back
from agent.usecases.backup import BackupOffice, OwnCopies
from agent.usecases.customers import Customers
from agent.usecases.edit import Edit
from agent.usecases.history import History
from agent.usecases.replace import Replace
from agent.usecases.words import word_list
from agent.usecases.writing import Writing
from agent.wiring.basis import Basis


class Changing(Basis):
    """Everything is made when first asked for."""

    @cached_property
    def customers(self) -> Customers:
        """The Customer List."""
        return Customers(self.fields, self.actor)

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
            actor=self.actor,
        )

    @cached_property
    def writing(self) -> Writing:
        """The way into the databases."""
        return Writing(self.practice, self.fields, self.overlay, self.journal)

    @cached_property
    def journal(self) -> Journal:
        """The journal of replacements."""
        return Journal(self.store, self.secrets.key("journal-key"))

    @property
    def history(self) -> History:
        """What was done here, with the replacements in the practice database that is chosen."""
        chosen = self.home.settings.practice
        if chosen is None:
            return History(self.activity)
        return History(self.activity, self.journal, chosen.practice_id)

    @cached_property
    def replace(self) -> Replace:
        """Global Replacement."""
        return Replace(self.writing, self.backup.before, word_list, self.actor)

    @cached_property
    def edit(self) -> Edit:
        """Changes of single records."""
        return Edit(self.writing, self.actor)
