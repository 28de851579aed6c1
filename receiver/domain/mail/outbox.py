"""Writes mails into the outbox, in the transaction of what causes them (H1); the worker sends them.

A text is put together here, with the company's own words where it wrote some. What must not lie readable in the
database, links and codes, is sealed apart: in the text stands a mark, which the worker fills in as it sends.
"""

from __future__ import annotations

import secrets as random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from receiver.domain.mail.kinds import KINDS, written
from receiver.domain.mail.models import Mail, MailText
from receiver.domain.mail.texts.kind import Kind
from receiver.domain.sealing import Sealed, seal, unseal
from receiver.settings import Peppers

_OPEN, _CLOSE = "\ue000", "\ue001"
"""Around the name of a secret in a text: characters for private use, which no value keeps."""

DOTS: Final = "••••••••"
"""In place of what opens something."""

TRIED_FOR: Final = timedelta(hours=72)
"""How long the worker tries; then it gives up."""

UNWRITTEN: Final = str.maketrans("", "", _OPEN + _CLOSE)


@dataclass(frozen=True, slots=True)
class Letter:
    """What is to be mailed. `values` and `secrets` together fill the placeholders of its kind."""

    kind: str
    to: str
    values: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Links and codes that open something."""
    reply_to: str = ""
    language: str = "en"
    user_id: str = ""
    """The portal user it is for."""
    stop_link: str = ""
    """Where one click stops mails of this kind, for those that were asked for."""
    wording: tuple[str, str] | None = None
    """Subject and text in place of those that mails of this kind have now: somebody tries them out."""


def post(
    session: Session, peppers: Peppers, company_id: int, letter: Letter, *, cause: str, host: str, now: datetime
) -> str:
    """Write the letter into the outbox, once for each `cause`; gives its mail id.

    `host` is the name in the receiver's public address; the Message-ID ends in it. The mail leaves after this
    transaction has committed, within seconds where a mail server is set.
    """
    return written_for(session, company_id, cause) or _post(session, peppers, company_id, letter, cause, host, now)


def post_try(
    session: Session, peppers: Peppers, company_id: int, letter: Letter, *, key: str, host: str, now: datetime
) -> tuple[str, bool]:
    """Write a letter that somebody tries out, and give its mail id, and whether it is a new one: it is written once for
    the page that he tries it from, known by `key`, and for all that it says."""
    letter = replace(
        letter, wording=letter.wording or _wording(session, company_id, KINDS[letter.kind], letter.language)
    )
    said = msgspec.json.encode([key, letter.kind, letter.to, letter.language, letter.wording, letter.values])
    cause = f"try:{sha256(said).hexdigest()}"
    if held := written_for(session, company_id, cause):
        return held, False
    return _post(session, peppers, company_id, letter, cause, host, now), True


def _post(
    session: Session, peppers: Peppers, company_id: int, letter: Letter, cause: str, host: str, now: datetime
) -> str:
    mail_id = random.token_hex(12)
    subject, text = _filled(session, company_id, letter)
    session.add(
        Mail(
            company_id=company_id,
            mail_id=mail_id,
            cause=cause,
            kind=letter.kind,
            language=letter.language,
            user_id=letter.user_id,
            recipient=letter.to,
            reply_to=letter.reply_to,
            subject=subject,
            text=text,
            secrets=_sealed(peppers, company_id, mail_id, letter.secrets),
            stop_link=letter.stop_link,
            message_id=f"<{company_id}.{mail_id}@{host}>",
            made_at=now,
            next_try_at=now,
            give_up_at=now + TRIED_FOR,
        )
    )
    session.flush()
    return mail_id


def written_for(session: Session, company_id: int, cause: str) -> str:
    """The id of the mail that was written for that cause; empty where there is none yet."""
    found = select(Mail.mail_id).where(Mail.company_id == company_id, Mail.cause == cause)
    return session.scalars(found).one_or_none() or ""


def opened(peppers: Peppers, mail: Mail) -> str:
    """The text as it is sent: with its secrets. Raises `SealError`."""
    return filled(mail, secrets_of(peppers, mail))


def secrets_of(peppers: Peppers, mail: Mail) -> dict[str, str]:
    """What stands in the place of the marks. Raises `SealError`."""
    if not mail.secrets:
        return {}
    sealed = msgspec.msgpack.decode(mail.secrets, type=Sealed)
    return msgspec.json.decode(unseal(peppers, _place(mail.company_id, mail.mail_id), sealed), type=dict[str, str])


def filled(mail: Mail, secrets: Mapping[str, str]) -> str:
    """The text with the secrets in place of the marks."""
    text = mail.text
    for name, secret in secrets.items():
        text = text.replace(_mark(name), secret)
    return text


def has_marks(mail: Mail) -> bool:
    """Whether secrets belong into the text."""
    return _OPEN in mail.text


def masked(mail: Mail) -> str:
    """The text as people at the office may read it: a secret is dots."""
    head, *rest = mail.text.split(_OPEN)
    return head + "".join(DOTS + one.partition(_CLOSE)[2] for one in rest)


def _filled(session: Session, company_id: int, letter: Letter) -> tuple[str, str]:
    kind = KINDS[letter.kind]
    subject, text = letter.wording or _wording(session, company_id, kind, letter.language)
    values = {name: value.translate(UNWRITTEN) for name, value in letter.values.items()}
    values |= {name: _mark(name) for name in letter.secrets}
    subject = " ".join(kind.filled(subject, values).split())
    return subject, kind.filled(text, values)


def _wording(session: Session, company_id: int, kind: Kind, language: str) -> tuple[str, str]:
    own = session.get(MailText, (company_id, kind.name, language))
    return (own.subject, own.text) if own else written(kind, language)


def _sealed(peppers: Peppers, company_id: int, mail_id: str, secrets: Mapping[str, str]) -> bytes:
    if not secrets:
        return b""
    return msgspec.msgpack.encode(seal(peppers, _place(company_id, mail_id), msgspec.json.encode(dict(secrets))))


def _place(company_id: int, mail_id: str) -> tuple[str, ...]:
    return str(company_id), "mail", mail_id


def _mark(name: str) -> str:
    return f"{_OPEN}{name}{_CLOSE}"
