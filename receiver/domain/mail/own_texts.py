"""Texts that a company wrote in place of ours (H1).

A placeholder that does not exist would stand in every mail as it is written, and one that was forgotten takes a link
away: both are said when the text is set, not when the mail arrives.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from receiver.domain.mail.kinds import KINDS, written
from receiver.domain.mail.models import MailText
from receiver.domain.mail.texts.kind import OPENING, Kind, placeholders_of
from receiver.languages import languages

SUBJECT_CHARACTERS: Final = 200
TEXT_CHARACTERS: Final = 10_000


class CantUse(Exception):
    """The text can't be used; `title` and `remedy` are sentences for whoever wrote it."""

    def __init__(self, title: str, remedy: str = "") -> None:
        super().__init__(title)
        self.title = title
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a kind as mails have it now."""

    kind: Kind
    language: str
    subject: str
    text: str
    own: MailText | None
    """The company's, None where it is ours."""


def text_of(session: Session, company_id: int, kind: str, language: str) -> Text:
    """What mails of that kind say in that language. Raises `CantUse` where there is no such kind or language."""
    found = _kind(kind)
    if language not in languages():
        raise CantUse(f"There is no language {language!r}.", f"There are: {', '.join(languages())}.")
    own = session.get(MailText, (company_id, kind, language))
    subject, text = (own.subject, own.text) if own else written(found, language)
    return Text(found, language, subject, text, own)


def own_texts(session: Session, company_id: int) -> set[tuple[str, str]]:
    """The kinds and languages for which the company has a text of its own."""
    rows = session.execute(select(MailText.kind, MailText.language).where(MailText.company_id == company_id))
    return set(rows.tuples())


def set_text(
    session: Session, company_id: int, kind: str, language: str, *, subject: str, text: str, by: str, now: datetime
) -> Text:
    """Let mails of that kind say this from now on. Raises `CantUse`."""
    before = text_of(session, company_id, kind, language)
    subject, text = subject.strip(), text.replace("\r\n", "\n").strip()
    _check(before.kind, subject, text)
    own = before.own
    if own is None:
        own = MailText(company_id=company_id, kind=kind, language=language)
        session.add(own)
    own.subject, own.text, own.changed_at, own.changed_by = subject, text, now, by
    return Text(before.kind, language, subject, text, own)


def reset_text(session: Session, company_id: int, kind: str, language: str) -> bool:
    """Go back to our text; whether the company had one of its own. Raises `CantUse`."""
    own = text_of(session, company_id, kind, language).own
    if own is not None:
        session.delete(own)
    return own is not None


def _kind(name: str) -> Kind:
    found = KINDS.get(name)
    if found is None:
        raise CantUse(f"There is no mail called {name!r}.", f"There are: {', '.join(sorted(KINDS))}.")
    return found


def _check(kind: Kind, subject: str, text: str) -> None:
    if not subject or not text:
        raise CantUse("A mail needs a subject and a text.")
    if len(subject) > SUBJECT_CHARACTERS or not subject.isprintable():
        raise CantUse(f"A subject is one line of at most {SUBJECT_CHARACTERS} characters.")
    if len(text) > TEXT_CHARACTERS or not all(one.isprintable() or one == "\n" for one in text):
        raise CantUse(f"A text has at most {TEXT_CHARACTERS:,} characters, and none that can't be seen.")
    used = placeholders_of(subject) | placeholders_of(text)
    known = ", ".join(f"{{{one}}}" for one in sorted(kind.placeholders))
    if unknown := sorted(used - kind.placeholders.keys()):
        raise CantUse(f"{{{unknown[0]}}} is no placeholder of this mail.", f"These are: {known}.")
    if secret := sorted(placeholders_of(subject) & OPENING):
        raise CantUse(f"{{{secret[0]}}} opens something: it belongs into the text, not into the subject.")
    if missing := sorted(kind.needed - placeholders_of(text)):
        title = f"The text needs {{{missing[0]}}}: without it the mail is good for nothing."
        raise CantUse(title, f"It may use: {known}.")
