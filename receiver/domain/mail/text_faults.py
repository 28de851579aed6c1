"""What is wrong with a text that somebody wrote for a kind of mail.

A placeholder that does not exist would stand in every mail as it is written, and one that was forgotten takes a link
away: both are said when the text is set, not when the mail arrives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from receiver.domain.mail.texts.kind import OPENING, Kind, in_braces, placeholders_of
from receiver.domain.mail.texts.marking import N_
from receiver.domain.requests import typed

SUBJECT_CHARACTERS: Final = 200
TEXT_CHARACTERS: Final = 10_000

MOST_NAMED: Final = 5
"""Whoever wrote more wrong ones sees the next when these are right."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A sentence about one field; it is English, for the catalogues, and `values` fill its names."""

    of_subject: bool
    words: str
    values: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.words % self.values if self.values else self.words


def faults_of(kind: Kind, subject: str, text: str) -> Iterator[Fault]:
    """Everything that is wrong, what is worst of each field first."""
    yield from _of_subject(kind, subject)
    yield from _of_text(kind, text)


def tidied(subject: str, text: str) -> tuple[str, str]:
    """Subject and text as they are kept, of what came from a file or a form; one that can't be kept is as it came."""
    return _tidied(_line, subject), _tidied(_lines, text)


def _line(subject: str) -> str:
    return typed.line(subject.replace("\t", " "), SUBJECT_CHARACTERS)


def _lines(text: str) -> str:
    return typed.text(text, TEXT_CHARACTERS)


def _tidied(read: Callable[[str], str], written: str) -> str:
    try:
        return read(written)
    except typed.Wrong:
        return written.replace("\r\n", "\n").strip()


def _of_subject(kind: Kind, subject: str) -> Iterator[Fault]:
    if not subject:
        yield Fault(True, N_("A mail needs a subject."))
    try:
        _line(subject)
    except typed.Wrong:
        most = {"most": str(SUBJECT_CHARACTERS)}
        yield Fault(True, N_("A subject is one line of at most %(most)s characters, all of them visible."), most)
    strange = [{"name": one} for one in in_braces(subject) if one not in known_names(kind)]
    for one in strange[:MOST_NAMED]:
        yield Fault(True, N_("%(name)s is no placeholder of this mail."), one)
    if strange:
        yield _may_use(True, kind)
    if opening := sorted(placeholders_of(subject) & OPENING & kind.placeholders.keys()):
        named = {"name": f"{{{opening[0]}}}"}
        yield Fault(True, N_("%(name)s opens something: it belongs into the text, not into the subject."), named)


def _of_text(kind: Kind, text: str) -> Iterator[Fault]:
    if not text:
        yield Fault(False, N_("A mail needs a text."))
        return
    try:
        _lines(text)
    except typed.Wrong as wrong:
        if wrong.why is typed.Why.TOO_LONG:
            yield Fault(False, N_("A text has at most %(most)s characters."), {"most": f"{TEXT_CHARACTERS:,}"})
            return
    for number, line in enumerate(text.split("\n"), 1):
        if not typed.is_clean(line):
            where = {"line": str(number)}
            yield Fault(False, N_("Line %(line)s has a character that can't be seen. Please type it again."), where)
            return
    yield from _strange(kind, text)
    if missing := sorted(kind.needed - placeholders_of(text)):
        named = {"name": f"{{{missing[0]}}}"}
        yield Fault(False, N_("The text needs %(name)s: without it the mail is good for nothing."), named)


def _strange(kind: Kind, text: str) -> Iterator[Fault]:
    """All in braces that would stand in each mail as it is written."""
    known = known_names(kind)
    lines = enumerate(text.split("\n"), 1)
    strange = [{"line": str(number), "name": one} for number, line in lines for one in in_braces(line)]
    strange = [one for one in strange if one["name"] not in known]
    for one in strange[:MOST_NAMED]:
        yield Fault(False, N_("Line %(line)s: %(name)s is no placeholder of this mail."), one)
    if strange:
        yield _may_use(False, kind)


def known_names(kind: Kind) -> list[str]:
    """The placeholders that a text of this kind may use, as they are written."""
    return [f"{{{one}}}" for one in sorted(kind.placeholders)]


def _may_use(of_subject: bool, kind: Kind) -> Fault:
    return Fault(of_subject, N_("It may use: %(known)s."), {"known": ", ".join(known_names(kind))})
