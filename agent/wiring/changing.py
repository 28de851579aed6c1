"""What looks into the practice database and writes it: the Customer List, Global Replacement, backups."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

from agent.domain.permissions import Permission
from agent.settings.practice import file_of
from agent.store.backups import Backups
from agent.store.journal import Journal
from agent.store.sqlite_copy import copy_store, put_back
from agent.usecases.backup import BackupOffice, OwnCopies
from agent.usecases.customers import Customers
from agent.usecases.replace import Replace
from agent.usecases.users import UserGuard
from agent.usecases.words import word_list
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
    def replace(self) -> Replace:
        """Global Replacement."""
        return Replace(
            practice=self.practice,
            fields=self.fields,
            overlay=self.overlay,
            journal=Journal(self.store, self.secrets.key("journal-key")),
            backup=self.backup.before,
            words=word_list,
            actor=self.actor,
            guard=UserGuard(lambda: self.user_book, self.actor),
        )

    @property
    def edit(self) -> Replace:
        """The same engine for a change of one customer, which needs another right."""
        return replace(self.replace, needs=Permission.EDIT_CUSTOMERS)
