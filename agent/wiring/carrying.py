"""What saves a snapshot to a file."""

from __future__ import annotations

from functools import cached_property

from agent.domain.portals import Portal
from agent.store.saved_files import SavedFiles
from agent.store.snapshot_files import SnapshotFiles
from agent.usecases import pair
from agent.usecases.carry import SaveToFile
from agent.usecases.carry_ports import Keys
from agent.wiring.publishing import Publishing


class Carrying(Publishing):
    """Everything is made when first asked for."""

    @cached_property
    def saved_files(self) -> SavedFiles:
        """Which snapshots were saved to files."""
        return SavedFiles(self.store)

    @cached_property
    def save_to_file(self) -> SaveToFile:
        """Saves what Process would publish."""
        return SaveToFile(self.process, SnapshotFiles(), self.saved_files, self._keys, self.actor)

    def _keys(self, portal: Portal) -> Keys:
        return Keys(
            self._pairing_key(pair.record_key(portal.name)),
            self._pairing_key(pair.device_key(portal.name)),
        )
