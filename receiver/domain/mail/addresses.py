"""Which words are one e-mail address that mail can be sent to. Whether it exists, only a mail tells."""

from __future__ import annotations

from typing import Final

from email_validator import EmailNotValidError, validate_email

LONGEST: Final = 254


def one_address(written: str) -> str:
    """The address that `written` is, blanks around it left out; empty where it is none, several, or a name beside one.
    Nobody is asked for it."""
    try:
        found = validate_email(written.strip(), check_deliverability=False, allow_smtputf8=True)
    except EmailNotValidError:
        return ""
    return found.normalized if len(found.normalized) <= LONGEST else ""


def masked(address: str) -> str:
    """The address as somebody may see it who has not proved that it is his: r•••@example.com."""
    name, _at, host = address.rpartition("@")
    return f"{name[:1]}•••@{host}"


def on_the_wire(address: str) -> str:
    """The address as most mail servers take it: with its domain in ASCII, where the name before the @ is in ASCII too.
    What is no address stays as it is; the mail server will say so."""
    try:
        found = validate_email(address, check_deliverability=False, allow_smtputf8=True)
    except EmailNotValidError:
        return address
    return found.ascii_email or found.normalized
