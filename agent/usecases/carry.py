"""Save to a file: the snapshot that Process would publish, for carrying it by hand (feature A8).

The file always holds the whole set, with every verifier made: nobody can ask the receiver what it has. What this
computer knows of the portal stays as it is; once the file was loaded there, the next Process finds the same set.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from agent.domain.diff import SetDiff, nothing_published
from agent.domain.errors import Cancelled
from agent.domain.permissions import Actor, Permission
from agent.domain.portals import Portal
from agent.domain.selection import Selection
from agent.usecases.carry_ports import Keys, SavedFiles, SnapshotFiles, SnapshotWriter
from agent.usecases.collect import Collector
from agent.usecases.credentials import Credentials
from agent.usecases.encoding import Record
from agent.usecases.known import Acquaintance, NobodyKnown
from agent.usecases.overlaid import Overlaid
from agent.usecases.patience import patiently
from agent.usecases.ports import Progress
from agent.usecases.process import Process, ProcessOptions, check_company, destination
from agent.usecases.report import Saved, Tally
from agent.usecases.spooling import Comparison
from shared import parts
from shared.carried import Header, new_salt

WRITING = "Writing the file"


@dataclass(frozen=True)
class SaveToFile:
    """`process` says what is published; `keys` gives the keys of a portal."""

    process: Process
    files: SnapshotFiles
    saved: SavedFiles
    keys: Callable[[Portal], Keys]
    actor: Actor

    def run(self, options: ProcessOptions, target: Path, progress: Progress, *, replace: bool = False) -> Saved:
        """Write the file `target`. It is whole, on the disk and read back when this returns; where this raises an
        `AgentError`, there is none, or the one that was there before stays as it was."""
        self.actor.require(Permission.PROCESS)
        return patiently(progress, lambda: self._run(options, target, progress, replace=replace))

    def _run(self, options: ProcessOptions, target: Path, progress: Progress, *, replace: bool) -> Saved:
        portal = destination(self.process.portals.all(), options.to, self.process.practice)
        check_company(self.process.practice, self.process.overlay)
        self.files.check(target, replace=replace)
        keys = self.keys(portal)
        header = self._header(portal, attended=options.attended)
        part = target.with_name(f".{target.name}.{header.key[:8]}.part")
        self.saved.begin(portal, header.key, part)
        try:
            with self.files.writing(part, target, header, keys, progress, replace=replace) as writer:
                tally, comparison = self._fill(portal, options, writer, keys, progress)
            self.saved.finish(header.key)
        except BaseException as error:
            self.saved.forget(header.key)
            if isinstance(error, Cancelled):
                raise _stopped() from error
            raise
        return tally.saved(portal, comparison.digest.counts, str(target), target.stat().st_size)

    def _header(self, portal: Portal, *, attended: bool) -> Header:
        return Header(
            key=secrets.token_hex(16),
            company=portal.company,
            practice_id=portal.practice_id,
            device=portal.device,
            made=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            base=portal.base,
            follows=self.saved.since(portal),
            attended=attended,
            salt=new_salt(),
            seen=self.process.publication.seen(portal) if attended else None,
        )

    def _fill(
        self, portal: Portal, options: ProcessOptions, writer: SnapshotWriter, keys: Keys, progress: Progress
    ) -> tuple[Tally, Comparison]:
        """Customers first; then, with the practice database let go, the verifiers that are missing, and all of them."""
        process = self.process
        progress.step("Reading the practice database")
        with closing(process.new_roster()) as roster:
            selection = Selection.of(process.today(), options.history_since, options.activity_after)
            overlaid = Overlaid.of(process.practice, process.overlay)
            collector = Collector(selection, overlaid, process.common_passwords, roster, progress)
            credentials = Credentials(roster, process.verifiers, progress, keys.record, overlaid.resets, portal.live)
            tally = Tally(process.clock, collector, credentials)
            comparison = Comparison(SetDiff(nothing_published))
            nobody = Acquaintance(NobodyKnown(), overlaid, comparison.diff)
            with process.practice.reading() as reading:
                _write(writer, comparison, collector.records(reading, nobody))
            tally.read()
            for _ in credentials.records():
                progress.advance(0)
            if credentials.waiting:
                tally.hashed(credentials.make_waiting())
            progress.step(WRITING)
            _write(writer, comparison, credentials.records())
            writer.finish(comparison.digest.hexdigest(), comparison.digest.counts)
            return tally, comparison


def _write(writer: SnapshotWriter, comparison: Comparison, records: Iterable[Record]) -> None:
    for part in parts.split(_changes(comparison, records)):
        writer.add(part)


def _changes(comparison: Comparison, records: Iterable[Record]) -> Iterator[parts.Change]:
    """All of them, kept for no outbox."""
    for change in comparison.changes(records):
        comparison.moved.clear()
        yield change


def _stopped() -> Cancelled:
    return Cancelled("Stopped.", detail="No file was written.", remedy="Begin again when you like.")
