"""Letters and cards in words (feature A6)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from agent.domain.letters import Form, Order, Paper
from agent.gui.presenters.language import Language, counted

if TYPE_CHECKING:
    from agent.domain.letters import Written


@dataclass(frozen=True)
class Source:
    """Whose letters: the customers of the replacement `run`."""

    run: int
    title: str


def of_run(say: Language, run: int) -> Source:
    """For the customers of a replacement."""
    return Source(run, say("For the customers of replacement {number}", number=str(run)))


def order(source: Source, path: str, form: Form, paper: Paper) -> Order:
    """For the use case."""
    return Order(Path(path).expanduser().absolute(), form, paper, run=source.run)


def obstacle(say: Language, path: str) -> str:
    """Why nothing can be written yet; empty where it can."""
    return "" if path.strip() else say("Say where the file should be written.")


def suggested(folder: Path, run: int) -> str:
    """A file name to begin with."""
    return str(folder / f"letters-{run}.pdf")


@dataclass(frozen=True)
class Told:
    """What was written."""

    title: str
    sentences: tuple[str, ...]
    written: bool


def told(say: Language, written: Written) -> Told:
    """The result of the use case in words."""
    if not written.count:
        title = say("Nobody gets a letter, so nothing was written")
    elif written.form == "letters":
        title = counted(say, written.count, "{count} letter is written", "{count} letters are written")
    else:
        title = counted(say, written.count, "{count} card is written", "{count} cards are written")
    sentences = []
    if written.count:
        sentences.append(
            say(
                "It is in {path}. It holds passwords: only your account can read it, so delete it when it is printed.",
                path=written.target,
            )
        )
    sentences += [
        say("Left out: {count} ({reason}).", count=say.number(count), reason=say(reason))
        for reason, count in written.left_out.items()
    ]
    if written.marked:
        sentences.append(
            say(
                "In {count} of them, a mark stands for characters of names that the font lacks.",
                count=say.number(written.marked),
            )
        )
    return Told(title, tuple(sentences), bool(written.count))
