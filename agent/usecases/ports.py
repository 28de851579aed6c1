"""What the use cases need at the desk, as Protocols; `agent.wiring` gives them the real things. The office's data is
in `practice_ports`, publishing in `portal_ports`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from agent.domain.activity import Deed
from agent.domain.chosen import Chosen
from agent.domain.letters import Addressee, Order, Sender
from agent.domain.replacement import Change
from agent.domain.runs import Backup, CopyForm, Run, RunState
from agent.domain.sign_in import Activation


class Journal(Protocol):
    """The journal of replacements."""

    def begin(self, run: Run, changes: Iterable[Change]) -> Run:
        """Keep a run with all its cells before anything is written; gives it its id."""

    def move(self, run_id: int, state: RunState, by: str = "") -> None:
        """Note how far a run is; `by` names who undoes it or does it again, where that begins."""

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


class ChosenPasswords(Protocol):
    """Who chose a portal password himself, as the receivers told last."""

    def chosen(self, practice_id: str) -> Mapping[str, Chosen]:
        """By record id, the customers of a practice database, on whichever portal it was."""


class Activity(Protocol):
    """What was done at this computer, besides replacements."""

    def note(self, deed: Deed, instead_of: Collection[int] = ()) -> Deed:
        """Keep it; gives it its id. Those with the ids `instead_of` go in the same moment."""

    def amend(self, deed: Deed) -> None:
        """Keep it in the place of the one with its id."""

    def drop(self, deed: Deed) -> None:
        """It never happened."""

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


Clock = Callable[[], float]
