"""The mail server that a host names by PORCHLIGHT_SMTP_URL."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote, urlsplit

PORTS: Final = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
"""Plain; plain and then STARTTLS, never without; TLS from the start."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mails are handed over."""

    scheme: str
    host: str
    port: int
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)

    @classmethod
    def of(cls, url: str) -> MailServer:
        """Of `smtp+tls://USER:PASSWORD@HOST:PORT`; special characters in user and password are percent-encoded. Raises
        `ValueError`."""
        parts = urlsplit(url)
        if parts.scheme not in PORTS or not parts.hostname or parts.path not in ("", "/") or parts.query:
            raise ValueError("no address of a mail server")
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        return cls(parts.scheme, parts.hostname, parts.port or PORTS[parts.scheme], user, password)

    @property
    def encrypted(self) -> bool:
        """Whether mails and password travel encrypted, to a server whose certificate was checked."""
        return self.scheme != "smtp"

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"
