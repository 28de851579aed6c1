"""Puts a mail together as it goes over the wire: headers that no value can break, the text, how to stop it (H1)."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Final

from receiver.domain.mail.addresses import on_the_wire, one_address
from receiver.domain.mail.models import Mail
from receiver.domain.mail.outbox import DOTS, masked
from receiver.domain.mail.texts.marking import N_
from receiver.languages import words

STOP: Final = N_("You asked for mails like this. Stop them with one click: {link}")
_JOINERS: Final = frozenset("\u200c\u200d") | {chr(tag) for tag in range(0xE0020, 0xE0080)}
_TOKEN: Final = re.compile(r"[\w-]{8,}")


class CantWrite(Exception):
    """The mail can't be put together; the text is a sentence for the host, without what is in the mail."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who mails come from: the company's name, at the one address of this host."""

    name: str
    address: str


def message_of(mail: Mail, text: str, sender: Sender) -> EmailMessage:
    """The mail; its `text` with the secrets filled in. Raises `CantWrite`."""
    message = EmailMessage(policy=SMTP)
    try:
        message["From"] = Address(one_line(sender.name), addr_spec=sender.address)
        message["To"] = _address(on_the_wire(mail.recipient))
        # What the office knows of a customer's address may be none; the mail is worth more than the way back.
        if answers := one_address(mail.reply_to):
            message["Reply-To"] = _address(on_the_wire(answers))
        message["Subject"] = one_line(mail.subject)
        message["Date"] = mail.made_at
        message["Message-ID"] = mail.message_id
        message["Auto-Submitted"] = "auto-generated"
        if mail.stop_link:
            message["List-Unsubscribe"] = f"<{mail.stop_link}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        # Quoted-printable goes through every server, and lines may be as long as they like.
        message.set_content(whole_text(mail, text), cte="quoted-printable")
    except (ValueError, MessageError, IndexError, UnicodeError) as error:
        # What Python says of it may quote the mail.
        raise CantWrite(f"The mail can't be put together ({type(error).__name__}).") from error
    return message


def _address(address: str) -> Address:
    """Python's own reading takes nothing but ASCII; what is beyond that was checked as it was posted."""
    if address.isascii():
        return Address(addr_spec=address)
    name, _at, domain = address.rpartition("@")
    return Address(username=name, domain=domain)


def whole_text(mail: Mail, text: str) -> str:
    """The text with the line that says how to stop it."""
    return _ended(mail, text, mail.stop_link)


def shown_text(mail: Mail) -> str:
    """The same as people at the office may read it: what opens something, or stops mails, is dots."""
    return _ended(mail, masked(mail), DOTS)


def stop_line(language: str, link: str) -> str:
    """What a mail that somebody asked for ends with."""
    return "\n\n-- \n" + words(language).gettext(STOP).format(link=link)


def _ended(mail: Mail, text: str, stop_link: str) -> str:
    return text.rstrip() + (stop_line(mail.language, stop_link) if mail.stop_link else "") + "\n"


def one_line(text: str) -> str:
    """What can stand in a header: one line, without control characters; what joins emoji stays."""
    return " ".join("".join(one if one.isprintable() or one in _JOINERS else " " for one in text).split())


def without_secrets(said: str, secrets: Collection[str]) -> str:
    """What a mail server said, without anything that opens something: servers quote what they refuse."""
    for secret in secrets:
        said = said.replace(secret, "••••")
        for token in _TOKEN.findall(secret):
            said = said.replace(token, "••••")
    return said
