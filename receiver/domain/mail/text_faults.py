"""What is wrong with a text that somebody wrote for a kind of mail.

A placeholder that does not exist would stand in every mail as it is written, and one that was forgotten takes a link
away: both are said when the text is set, not when the mail arrives.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from receiver.domain.mail.texts.kind import OPENING, Kind, placeholders_of
from receiver.domain.mail.texts.marking import N_

SUBJECT_CHARACTERS: Final = 200
TEXT_CHARACTERS: Final = 10_000


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


def known_names(kind: Kind) -> str:
    """The placeholders that a text of this kind may use, as they are written."""
    return ", ".join(f"{{{one}}}" for one in sorted(kind.placeholders))


def _of_subject(kind: Kind, subject: str) -> Iterator[Fault]:
    if not subject:
        yield Fault(True, N_("A mail needs a subject."))
    if len(subject) > SUBJECT_CHARACTERS or not subject.isprintable():
        most = {"most": str(SUBJECT_CHARACTERS)}
        yield Fault(True, N_("A subject is one line of at most %(most)s characters, all of them visible."), most)
    used = placeholders_of(subject)
    if unknown := sorted(used - kind.placeholders.keys()):
        yield _unknown(True, kind, unknown[0])
    if opening := sorted(used & OPENING & kind.placeholders.keys()):
        named = {"name": f"{{{opening[0]}}}"}
        yield Fault(True, N_("%(name)s opens something: it belongs into the text, not into the subject."), named)


def _of_text(kind: Kind, text: str) -> Iterator[Fault]:
    if not text:
        yield Fault(False, N_("A mail needs a text."))
        return
    if len(text) > TEXT_CHARACTERS or not all(one.isprintable() or one == "\n" for one in text):
        most = {"most": f"{TEXT_CHARACTERS:,}"}
        yield Fault(False, N_("A text has at most %(most)s characters, and none that can't be seen."), most)
    used = placeholders_of(text)
    if unknown := sorted(used - kind.placeholders.keys()):
        yield _unknown(False, kind, unknown[0])
    if missing := sorted(kind.needed - used):
        named = {"name": f"{{{missing[0]}}}"}
        yield Fault(False, N_("The text needs %(name)s: without it the mail is good for nothing."), named)


def _unknown(of_subject: bool, kind: Kind, name: str) -> Fault:
    values = {"name": f"{{{name}}}", "known": known_names(kind)}
    return Fault(of_subject, N_("%(name)s is no placeholder of this mail. It may use: %(known)s."), values)
