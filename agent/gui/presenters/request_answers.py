"""Answering a request in words: ready sentences, what is asked before, what came of it (feature row A15)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.gui.looks.tokens import Tone
from agent.gui.presenters.language import Language, counted
from agent.gui.presenters.request import Row, row_of, titled
from agent.gui.presenters.request_fields import label_in, told_in
from shared.outbound import REPLY_CHARACTERS

if TYPE_CHECKING:
    from agent.domain.requests import Answered, Plan
    from agent.usecases.replace import Swing


def reasons(say: Language) -> tuple[str, ...]:
    """Sentences to decline with, ready to be sent."""
    return (
        say("We have no free day then. Please call us, and we will find another one."),
        say("This is part of our agreement with you. Please call us about it."),
        say("We do not know for sure what you mean. Please write to us once more."),
        say("We have changed this already."),
    )


@dataclass(frozen=True)
class Outcome:
    """What came of an answer. `undo` is the run that can be taken back, 0 where nothing was written."""

    text: str
    tone: Tone
    undo: int = 0


def busy(say: Language, *, answering: bool, opening: bool) -> str:
    """Why nothing can be answered just now; empty where it can."""
    if answering:
        return say("It is being written.")
    return say("It is being opened.") if opening else ""


def outcome(say: Language, done: Answered, *, here: bool = True) -> Outcome:
    """After accepting, declining or replying; it names the request where another one is shown (not `here`)."""
    sentences = [*_done(say, done)]
    if not here:
        sentences.insert(0, say("{request}:", request=titled(say, done.request)))
    by_hand = done.plan.by_hand
    if by_hand:
        named = ", ".join(dict.fromkeys(label_in(say, one.label) for one in by_hand))
        sentences.append(say("Still to be written by hand in the office's program: {fields}.", fields=named))
    if not done.sent:
        sentences.append(say("The customer is told as soon as the portal can be reached."))
    fine = done.sent and not by_hand and not _left_to_do(done)
    return Outcome(" ".join(sentences), "good" if fine else "warn", done.run.id if done.run else 0)


def _done(say: Language, done: Answered) -> Iterator[str]:
    if done.request.state == "declined":
        yield say("Declined; the customer reads the reason on the portal.")
    elif done.run is not None:
        written = ", ".join(dict.fromkeys(label_in(say, one.label) for one in done.plan.writes))
        yield say("Accepted. Written: {fields}. The next Process publishes it.", fields=written)
    elif _left_to_do(done):
        yield say("{accepted} {what}", accepted=say("Accepted."), what=told_in(say, done.plan.told))
    elif done.request.state == "accepted":
        yield say("Accepted. Nothing had to be written.")
    else:
        yield say("Your reply is sent.") if done.sent else say("Your reply is kept.")


def _left_to_do(done: Answered) -> bool:
    """Whether it was accepted without anything that could be written: the plan tells what is to be done."""
    return done.request.state == "accepted" and not done.plan.lines and bool(done.plan.told)


def taken_back(say: Language, swing: Swing) -> str:
    """After what accepting wrote was undone."""
    told = say("Taken back. The customer still reads that it was accepted: write to them if it will not be done.")
    if swing.skipped:
        left = counted(
            say,
            len(swing.skipped),
            "{count} field was changed by somebody since, and stays so.",
            "{count} fields were changed by somebody since, and stay so.",
        )
        return f"{told} {left}"
    return told


@dataclass(frozen=True)
class Overwriting:
    """The question before something is overwritten that somebody here changed since the customer looked."""

    title: str
    rows: tuple[Row, ...]
    button: str


def overwriting(say: Language, plan: Plan) -> Overwriting:
    """For the conflicts of this plan."""
    rows = tuple(row_of(say, one) for one in plan.conflicts)
    return Overwriting(
        counted(
            say,
            len(rows),
            "Overwrite what somebody here changed since the customer looked?",
            "Overwrite {count} fields that somebody here changed since the customer looked?",
        ),
        rows,
        say("Overwrite and accept"),
    )


def unsent(say: Language, text: str) -> str:
    """Before a reply that is typed is let go; empty where none is."""
    return say("Your reply is not sent. Leave without sending it?") if text.strip() else ""


def no_reason(say: Language, text: str) -> str:
    """Why it can't be declined yet; empty where it can."""
    return _unfit(say, text) or ("" if text.strip() else say("A reason is needed: the customer reads it."))


def no_reply(say: Language, text: str) -> str:
    """Why nothing can be sent yet; empty where it can."""
    return _unfit(say, text) or ("" if text.strip() else say("Write something to the customer first."))


def _unfit(say: Language, text: str) -> str:
    if len(text) <= REPLY_CHARACTERS:
        return ""
    return say("This is too long: at most {count} characters are sent.", count=say.number(REPLY_CHARACTERS))
