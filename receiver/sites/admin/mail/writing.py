"""The page on which a mail is written: what was typed, what is wrong with it, and how it will look (H1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self

from flask import Response, request

from receiver.domain.mail.choices import Choice
from receiver.domain.mail.examples import Setting, examples
from receiver.domain.mail.kinds import written as usual
from receiver.domain.mail.message import stop_line
from receiver.domain.mail.own_texts import Text
from receiver.domain.mail.text_faults import SUBJECT_CHARACTERS, TEXT_CHARACTERS, faults_of, tidied
from receiver.domain.mail.texts.kind import Kind
from receiver.domain.tokens import new_token
from receiver.sites.admin.desk import Desk
from receiver.sites.admin.mail.addresses import own_addresses
from receiver.sites.admin.page import shown
from receiver.web.language import gettext as _
from receiver.web.language import language_of
from receiver.web.parts import parts

STOPPABLE: Final = frozenset(one.value for one in Choice)
"""The kinds that end with a line that stops them."""


@dataclass(frozen=True, slots=True)
class Written:
    """A text in the form."""

    language: str
    subject: str
    text: str
    version: str
    """Which of the company's texts it was written over; empty for ours."""

    @classmethod
    def of(cls, text: Text) -> Self:
        """As it is now."""
        version = text.own.changed_at.isoformat() if text.own else ""
        return cls(text.language, text.subject, text.text, version)

    @classmethod
    def typed(cls) -> Self:
        """As it came from the form."""
        subject, text = tidied(request.form.get("subject", ""), request.form.get("text", ""))
        return cls(request.form.get("language", ""), subject, text, request.form.get("version", ""))


def faults_in(kind: Kind, written: Written) -> dict[str, str]:
    """What is wrong with each field."""
    found: dict[str, list[str]] = {}
    for fault in faults_of(kind, written.subject, written.text):
        found.setdefault("subject" if fault.of_subject else "text", []).append(_(fault.words, **fault.values))
    return {field: " ".join(sentences) for field, sentences in found.items()}


def example_values(desk: Desk, kind: Kind, language: str) -> dict[str, str]:
    """What stands in the place of the placeholders until there is a mail."""
    office = desk.frame.office
    portal = parts().settings.public_url + desk.portal("home")
    return examples(kind, language, Setting(office.name, office.phone, portal, desk.frame.now))


def text_page(
    desk: Desk,
    found: Text,
    written: Written,
    *,
    faults: Mapping[str, str] | None = None,
    preview: bool = False,
    notice: str = "",
    sent: str = "",
    status: int = 200,
) -> Response:
    """The page. `found` is what mails say now; `sent` the id of a test that was just written."""
    kind, language = found.kind, found.language
    # Who saves again has read that somebody was faster.
    version = Written.of(found).version if status == 409 else written.version
    return shown(
        desk,
        "admin/mail_text.html",
        "mail",
        status,
        kind=kind,
        language_name=language_of(language).own_name,
        written=written,
        version=version,
        own=found.own,
        usual=usual(kind, language),
        faults=faults or {},
        letter=_letter(desk, kind, written) if preview else None,
        notice=notice,
        sent=sent,
        addresses=own_addresses(desk),
        to=request.form.get("to", ""),
        once=new_token(),
        longest=(SUBJECT_CHARACTERS, TEXT_CHARACTERS),
    )


def _letter(desk: Desk, kind: Kind, written: Written) -> tuple[str, str]:
    """Subject and text with examples filled in."""
    values = example_values(desk, kind, written.language)
    text = kind.filled(written.text, values)
    if kind.name in STOPPABLE:
        text += stop_line(written.language, values["link"])
    return " ".join(kind.filled(written.subject, values).split()), text
