"""What the use cases need from the world, as Protocols; `agent.wiring` gives them the real things."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from agent.domain.activity import Deed
from agent.domain.catalog import Catalog, Field, Held, Value
from agent.domain.known import KnownCustomer
from agent.domain.letters import Addressee, Order, Sender
from agent.domain.portals import Entry, KnownVerifier, Outbox, Portal
from agent.domain.practice import PracticeCustomer, PracticeUser, ReadOptions
from agent.domain.replacement import Change, Piece
from agent.domain.runs import Backup, CopyForm, Run, RunState
from agent.domain.sign_in import Activation
from shared import records
from shared.messages import Begin, Begun, Pair, Paired, Receipt, Status


class CellChange(Protocol):
    """One cell of a replacement plan."""

    @property
    def record_id(self) -> str: ...
    @property
    def before(self) -> Held: ...
    @property
    def after(self) -> Held: ...


Cells = Mapping[Field, Sequence[CellChange]]
"""What is to be written, by field."""


class PracticeReading(Protocol):
    """One consistent read of the practice database: everything seen through it is of one instant."""

    def company(self) -> records.Company:
        """The office itself; its name is empty where the practice database does not say it."""

    def customers(
        self, options: ReadOptions, known: Callable[[PracticeCustomer], bool] = ...
    ) -> Iterator[PracticeCustomer]:
        """Every customer who could be published, streamed in the byte order of the customer numbers. `known` is asked
        about each, who has number, record id, password and fingerprint by then; where it says True he is given so, with
        nothing of what is published of him."""

    def users(self) -> Iterator[PracticeUser]:
        """The users of the office's program, in the byte order of their names."""

    @property
    def left_out(self) -> Mapping[str, int]:
        """After `customers` was read: how many were not given or were shortened, by reason in plain words."""


class PracticeDatabase(Protocol):
    """The office's practice database, native or mapped."""

    @property
    def practice_id(self) -> str:
        """Tells this practice database from every other."""

    @property
    def rules(self) -> bytes:
        """Tells by what rows become records: the mapping, and this very release of the program."""

    @property
    def catalog(self) -> Catalog:
        """Its fields and where each lives."""

    def state(self) -> bytes:
        """Stays as long as nobody writes to the database, whoever it is; empty where that can't be told now."""

    def reading(self) -> AbstractContextManager[PracticeReading]:
        """Open one consistent read. Raises `PracticeBusy` or `PracticeError`."""

    def rows(
        self, set_name: str, fields: Sequence[Field], linked: tuple[Field, Collection[str]] | None = None
    ) -> Iterator[tuple[str, tuple[Value, ...]]]:
        """The rows of a set in record order: record id, then the values of `fields` (none of them of the overlay).
        All of them, or those `linked` to certain records: a link (or the record id itself) and the ids it may hold."""

    def targets(self, target: Field, fields: Sequence[Field]) -> Iterator[Piece]:
        """The rows of a set in record order, as a replacement of `target` is planned by them: record id, `target` as
        `held` gives it, and the values of `fields`; one read."""

    def held(
        self, fields: Sequence[Field], ids: Collection[str] | None = None
    ) -> Iterator[tuple[str, tuple[Held, ...]]]:
        """Record id and values of the rows of a set, the values as the database holds them: what `write` finds, and
        gives back to the byte. With `ids`, only of those records, as far as they are there."""

    def write(self, cells: Cells) -> None:
        """Write `after` into every cell, of whatever sets, in one transaction; the cells of a row at once. Raises
        `RowChanged`, having written nothing, where a cell no longer holds `before` or its row is gone; `PracticeBusy`
        and `PracticeError` likewise write nothing."""

    def insert(self, set_name: str, values: Mapping[Field, Value]) -> str:
        """Add a row to a set and give its record id, in one transaction. Fields that are not named get what the
        database gives. Raises `PracticeError` where the set takes no rows from outside."""

    def update(self, set_name: str, record_id: str, seen: Mapping[Field, Value], values: Mapping[Field, Value]) -> None:
        """Write `values` into one row, in one transaction. Raises `RowChanged`, having written nothing, where it is
        gone or a field of it is not as `seen` (as `rows` gives them)."""

    def delete(self, set_name: str, record_id: str, seen: Mapping[Field, Value]) -> None:
        """Remove one row, in one transaction. Raises `RowChanged` like `update`."""

    def copy_to(self, target: Path, progress: Progress | None = None) -> CopyForm:
        """Write one consistent copy of the database into the file `target` (a new file), and say what it is. The copy
        of a file database is a database of the same kind; of a server database it is that server's own dump where its
        program is there, else a SQLite file with the same tables. No file is left where this raises."""

    def copy_form(self) -> CopyForm:
        """What `copy_to` would write now, as far as can be told without writing."""


class Overlay(Protocol):
    """Fields that the practice database has no column for, kept by the agent (encrypted)."""

    def values(self, practice_id: str, field: str) -> dict[str, Value]:
        """Record id to value; records without a value are absent."""

    def write(self, practice_id: str, cells: Cells, becomes: tuple[int, RunState] | None = None) -> None:
        """Like `PracticeDatabase.write`; a value of None removes it. `becomes` is a run of the journal and the state
        it has from this same transaction on."""


class RecordOverlay(Overlay, Protocol):
    """An overlay that keeps whole records, too."""

    def put_row(self, practice_id: str, record_id: str, seen: Mapping[str, Value], values: Mapping[str, Value]) -> None:
        """Write several fields of one record, in one transaction; None removes a value. Raises `RowChanged`, having
        written nothing, where a field is not as `seen`."""


class Journal(Protocol):
    """The journal of replacements."""

    def begin(self, run: Run, changes: Iterable[Change]) -> Run:
        """Keep a run with all its cells before anything is written; gives it its id."""

    def move(self, run_id: int, state: RunState) -> None:
        """Note how far a run is."""

    def runs(self, practice_id: str) -> list[Run]:
        """The runs of a practice database, newest first."""

    def changes(self, run: Run, forward: bool = True) -> list[Change]:
        """The cells of a run, or what takes them back; none for one so old that only its line in the history is
        left."""

    def keeps_rows(self, run_id: int) -> bool:
        """Whether the rows of a run are still there, so that it can be undone."""


class SignIns(Protocol):
    """Whether passwords are activated, and how often somebody tried to sign in."""

    def activation(self, practice_id: str) -> Activation:
        """Of a practice database. Raises `AgentError` where it was tampered with."""

    def keep(self, practice_id: str, activation: Activation) -> None:
        """Keep it for good."""

    def count(self, practice_id: str, name: str, now: float) -> float:
        """Count one more try with this user name at `now` (seconds since 1970), before anything is compared. Gives
        the seconds that still have to be waited; then it was not counted, and nothing may be compared."""

    def forget(self, practice_id: str, name: str) -> None:
        """The try was right: the next count begins at nothing."""


class Activity(Protocol):
    """What was done at this computer, besides replacements."""

    def note(self, deed: Deed) -> Deed:
        """Keep it; gives it its id."""

    def latest(self, count: int, before: int = 0) -> list[Deed]:
        """The newest `count`, newest first; those older than the deed with the id `before` where one is given."""

    def back(self, before: int = 0) -> Iterator[Deed]:
        """All of them, likewise, looked up as they are asked for."""


class LetterPress(Protocol):
    """Prints letters and cards."""

    def print(
        self, order: Order, sender: Sender, people: Iterable[Addressee], left_out: Counter[str]
    ) -> tuple[int, int]:
        """Print into the order's file, as `people` come; adds to `left_out` whose password can't be printed. Gives how
        many were printed, and for how many of them marks stand for characters that the font lacks. No file is left
        where this raises."""


class Backups(Protocol):
    """The encrypted backups in the agent's folder."""

    def make(self, backup: Backup, copy: Callable[[Path], CopyForm]) -> Backup:
        """Keep what `copy` writes into the file it is given; verified and on the disk before this returns. `size` of
        `backup` says how much space it will need about, and of the result how large it is. Raises `TryLater` where the
        disk is full."""

    def all(self) -> list[Backup]:
        """Every backup, newest first."""

    def opened(self, backup: Backup) -> AbstractContextManager[Path]:
        """The copy itself as a file that is gone when this is left. Raises `AgentError` where it is damaged."""


class Secrets(Protocol):
    """The keys and passwords of this computer, kept where only this person's account can read them."""

    def get(self, name: str) -> bytes | None:
        """The secret called `name`, None where there is none. Raises `SetupError` where the keyring can't be read."""

    def put(self, name: str, value: bytes) -> None:
        """Keep `value`, instead of what was there; kept for good when this returns."""

    def remove(self, name: str) -> None:
        """Forget it; nothing happens where there is none."""

    def key(self, name: str) -> bytes:
        """The 32 bytes called `name`; random ones, kept, when first asked for."""


class Progress(Protocol):
    """How far a long piece of work is. It is written by the worker and read, never pushed, by whoever shows it; and
    it carries the other way the wish to stop."""

    def step(self, text: str, total: int = 0) -> None:
        """A new step begins; `total` is what `advance` counts up to, 0 where that is not known."""

    def advance(self, count: int = 1) -> None:
        """Some of the step is done. Raises `Cancelled` where the person wants it stopped."""


class Receiver(Protocol):
    """One portal's receiver, spoken to in signed requests. Every call raises `Refused` (the receiver said no),
    `CutOff` (it is not known whether it took effect) or another `AgentError` (it surely had no effect)."""

    @property
    def requests(self) -> int:
        """How many requests were sent so far."""

    @property
    def bytes_sent(self) -> int:
        """Bytes of all their bodies."""

    def status(self) -> Status:
        """What the receiver holds."""

    def begin(self, begin: Begin) -> Begun:
        """Ask to publish a set."""

    def put_part(self, upload: int, number: int, data: bytes, digest: str) -> None:
        """Send a part; sending it twice is harmless."""

    def commit(self, upload: int) -> Begun:
        """Everything is there: publish."""


class PairingDesk(Protocol):
    """Where a computer that isn't paired yet asks to be."""

    def pair(self, pair: Pair) -> Paired:
        """Enrol the key that signs this request. Raises like the calls of `Receiver`."""


class Portals(Protocol):
    """The paired portals."""

    def all(self) -> list[Portal]:
        """Every paired portal, by name."""

    def save(self, portal: Portal) -> Portal:
        """Keep `portal` under its name, in place of one with the same name, whose receipt stays; gives it its id."""

    def forget(self, portal: Portal) -> None:
        """Drop `portal`, and everything that was published or is on its way to it."""


class KnownCustomers(Protocol):
    """What was made of each customer the last time; asked for and kept in the order of the numbers."""

    def find(self, number: str, fingerprint: bytes) -> KnownCustomer | None:
        """What was made of this customer, where he has not moved since."""

    def keep(self, number: str, fingerprint: bytes, made: KnownCustomer) -> None:
        """Remember what was made of this customer now."""

    def forget(self) -> None:
        """Before the first question: nobody is known any more."""

    def finish(self) -> None:
        """After the last one: whoever was not asked about is forgotten."""


class Spool(Protocol):
    """Fills the outbox of one portal."""

    def known(self, rules: bytes) -> KnownCustomers:
        """The customers known to the agent who were made by these rules."""

    def published(self, kind: str) -> Iterator[tuple[str, bytes]]:
        """Keys and hashes of a kind as last published, in key order."""

    def add_part(self, data: bytes, changes: Iterable[tuple[str, str, bytes | None]]) -> None:
        """Add the next part, and what it changes: kind, key, and the new hash or None for a record that leaves."""

    def finish(self, header: Outbox) -> None:
        """The parts are complete; `header` says what they are."""


class Publication(Protocol):
    """What was last published to each portal, and what is on its way."""

    def published(self, portal: Portal) -> AbstractContextManager[Callable[[str], Iterator[tuple[str, bytes]]]]:
        """Gives, for a kind, keys and hashes as last published, in key order."""

    def spool(self, portal: Portal) -> AbstractContextManager[Spool]:
        """Fill the outbox anew, in one transaction; nothing of it is kept when this raises."""

    def outbox(self, portal: Portal) -> Outbox | None:
        """What is on its way to `portal`."""

    def part(self, portal: Portal, number: int) -> bytes:
        """A part of the outbox, as it travels."""

    def set_header(self, portal: Portal, header: Outbox) -> None:
        """Change what the outbox says of itself, its parts staying."""

    def settle(self, portal: Portal, receipt: Receipt) -> None:
        """The receiver holds the set of the outbox: it becomes what is published, with its receipt."""

    def remember(self, portal: Portal, mark: bytes, snapshot: int, report: bytes) -> None:
        """Keep the report of the Process that ended with `snapshot`, in place of the one before; `mark` tells what it
        was made of."""

    def remembered(self, portal: Portal, mark: bytes) -> bytes | None:
        """The report kept with this mark, as long as its snapshot is that of the portal's receipt."""


class Verifiers(Protocol):
    """Verifiers made earlier."""

    def reading(self) -> AbstractContextManager[Callable[[Entry], KnownVerifier | None]]:
        """Gives the look-up of what is known for an entry: the same number and the same record id."""

    def put(self, made: Iterable[tuple[Entry, str]]) -> None:
        """Keep verifiers, in place of what was known for the same numbers."""


class Roster(Protocol):
    """Whose passwords are to work on the portal, for the length of one Process."""

    def add(
        self, kind: str, key: str, record_id: str, password: str, weak: bool, level: int = 0, email: str = ""
    ) -> None:
        """Take one more; within a kind in key order."""

    def entries(self, kind: str) -> Iterator[Entry]:
        """Everybody of a kind, in the order added."""

    def password(self, entry: Entry) -> str:
        """The password of an entry."""

    def close(self) -> None:
        """Forget everything."""


Clock = Callable[[], float]
