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
