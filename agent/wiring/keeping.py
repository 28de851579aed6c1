"""Backups of the practice database, and putting them back."""

from __future__ import annotations

from functools import cached_property

from agent.office.practice import id_of_copy
from agent.settings.practice import file_of, mapping_of
from agent.store.backups import Backups
from agent.store.copy_files import CopyFiles
from agent.store.manual_copies import ManualCopies, Restores
from agent.store.sqlite_copy import copy_store, mark, put_back
from agent.usecases.backup import BackupOffice, OwnCopies
from agent.usecases.restore import RestoreOffice
from agent.wiring.basis import Basis


class Keeping(Basis):
    """Everything is made when first asked for."""

    @cached_property
    def backups(self) -> Backups:
        """The encrypted backups."""
        return Backups(self.home.backups, self.secrets.key("backup-key"))

    @cached_property
    def backup(self) -> BackupOffice:
        """Making backups."""
        settings = self.chosen
        return BackupOffice(
            practice=lambda: self.practice,
            practice_id=settings.practice_id,
            practice_file=None if settings.url_secret else file_of(settings.url),
            backups=self.backups,
            files=CopyFiles(self.home.backups),
            copies=ManualCopies(self.store),
            own=OwnCopies(
                size=lambda: self.store.path.stat().st_size,
                copy=lambda target: copy_store(self.store, target),
                restore_overlay=self.overlay.restore,
            ),
            activity=self.activity,
            actor=self.actor,
        )

    @cached_property
    def restore(self) -> RestoreOffice:
        """Putting them back."""
        settings = self.chosen
        return RestoreOffice(
            making=self.backup,
            restores=Restores(self.store),
            id_of=lambda copy: id_of_copy(copy, settings.url, mapping_of(settings)),
            mark=mark,
            put_back=put_back,
            server=settings.url if settings.url_secret else "",
        )
