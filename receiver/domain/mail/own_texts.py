"""Texts that a company wrote in place of ours (H1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from receiver.domain.mail.kinds import KINDS, written
from receiver.domain.mail.models import MailText
from receiver.domain.mail.text_faults import Fault, faults_of, tidied
from receiver.domain.mail.texts.kind import Kind, Reader
from receiver.languages import SOURCE, languages


class CantUse(Exception):
    """The text can't be used; `title` and `remedy` are sentences for the host, `faults` what is wrong with what was
    written."""

    def __init__(self, title: str, remedy: str = "", faults: Sequence[Fault] = ()) -> None:
        super().__init__(title)
        self.title = title
        self.remedy = remedy
        self.faults = faults


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
    spoken = languages_of(found)
    if language not in spoken:
        raise CantUse(f"This mail is not written in {language!r}.", f"It is in: {', '.join(spoken)}.")
    own = session.get(MailText, (company_id, kind, language))
    subject, text = (own.subject, own.text) if own else written(found, language)
    return Text(found, language, subject, text, own)


def own_texts(session: Session, company_id: int) -> dict[tuple[str, str], MailText]:
    """The company's own texts, by kind and language."""
    rows = session.scalars(select(MailText).where(MailText.company_id == company_id))
    return {(one.kind, one.language): one for one in rows}


def languages_of(kind: Kind) -> tuple[str, ...]:
    """The languages in which mails of this kind are written."""
    return (SOURCE,) if kind.reader is Reader.OFFICE else tuple(languages())


def set_text(
    session: Session, company_id: int, kind: str, language: str, *, subject: str, text: str, by: str, now: datetime
) -> Text:
    """Let mails of that kind say this from now on. Raises `CantUse`."""
    before = text_of(session, company_id, kind, language)
    subject, text = tidied(subject, text)
    if faults := tuple(faults_of(before.kind, subject, text)):
        raise CantUse(str(faults[0]), faults=faults)
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
