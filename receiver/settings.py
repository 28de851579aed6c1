"""The receiver's settings (environment) and its secrets (one file that is no part of any database or backup)."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from email.errors import MessageError
from email.headerregistry import Address
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import msgspec
import platformdirs

from receiver.mail_server import MailServer

KEY_BYTES: Final = 32
HOSTED_FOLDER: Final = Path("/var/lib/porchlight")
MOST_PROXIES: Final = 9
MOST_KEPT: Final = 10_000
"""Snapshots, or days."""
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})


class SettingsError(Exception):
    """A setting or the secret file can't be used. `title` says what is wrong, `remedy` the next step."""

    def __init__(self, title: str, *, remedy: str = "") -> None:
        super().__init__(title)
        self.title = title
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Peppers:
    """The ring of peppers by id. New verifiers are wrapped with `current`; older ones stay readable."""

    current: str
    keys: Mapping[str, bytes] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Secrets:
    """What must never stand in the database: the peppers, and the key that signs form tokens."""

    peppers: Peppers
    form_key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Retention:
    """Which snapshots are kept: the newest so many, and all that are younger than `age`."""

    snapshots: int = 30
    age: timedelta = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Settings:
    """How this receiver is set up; made once at start and handed on."""

    database_url: str
    """SQLAlchemy URL; may hold a password, so it is never shown."""
    files_url: str
    public_url: str
    """Where people reach the receiver; no slash at the end."""
    secret_file: Path
    proxies: int = 0
    """How many proxies of the host's own stand before the receiver; their `X-Forwarded-*` headers are believed."""
    retention: Retention = Retention()
    smtp_url: str = field(default="", repr=False)
    """The mail server, `smtp://`, `smtp+tls://` (STARTTLS) or `smtps://`, with user and password where it asks for
    them; empty where this host sends no mail."""
    mail_from: str = ""
    """The address that all mails come from."""
    host_mail: str = ""
    """Who runs this receiver: alarms go there too; empty where they go to the offices only."""
    worker: bool = True
    """Whether `receiver serve` starts the worker that sends mails."""

    @classmethod
    def from_environment(cls, env: Mapping[str, str]) -> Settings:
        """Read the `PORCHLIGHT_*` variables. Raises `SettingsError`."""
        folder = default_folder()
        public_url = env.get("PORCHLIGHT_PUBLIC_URL", "http://127.0.0.1:8112").rstrip("/")
        parts = urlsplit(public_url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
            raise SettingsError(
                "PORCHLIGHT_PUBLIC_URL is no web address.",
                remedy="Give it as https://portal.example.com, without a path.",
            )
        return cls(
            database_url=env.get("PORCHLIGHT_DATABASE_URL", f"sqlite:///{folder / 'receiver.db'}"),
            files_url=env.get("PORCHLIGHT_FILES_URL", (folder / "files").as_uri()),
            public_url=public_url,
            secret_file=Path(env.get("PORCHLIGHT_SECRET_FILE", str(folder / "secrets.json"))),
            proxies=_proxies(env.get("PORCHLIGHT_PROXIES", "0")),
            retention=Retention(
                _counted(env, "PORCHLIGHT_KEEP_SNAPSHOTS", 30),
                timedelta(days=_counted(env, "PORCHLIGHT_KEEP_DAYS", 90)),
            ),
            smtp_url=_smtp_url(env),
            mail_from=_address(env, "PORCHLIGHT_MAIL_FROM", f"portal@{_named(parts.hostname)}"),
            host_mail=_address(env, "PORCHLIGHT_HOST_MAIL", ""),
            worker=_switched(env, "PORCHLIGHT_WORKER"),
        )

    def __repr__(self) -> str:
        return f"Settings(public_url={self.public_url!r})"

    @property
    def secure(self) -> bool:
        """Whether people reach the receiver over https."""
        return self.public_url.startswith("https:")

    @property
    def host(self) -> str:
        """The host's name in the public address."""
        return urlsplit(self.public_url).hostname or "localhost"

    @property
    def sends_mail(self) -> bool:
        """Whether this host has a mail server."""
        return bool(self.smtp_url)

    @property
    def mail_domain(self) -> str:
        """What stands behind the @ of our mails; how this host calls itself before a mail server."""
        return self.mail_from.rpartition("@")[2]

    @property
    def mail_server(self) -> MailServer | None:
        """The mail server, None where this host has none."""
        return MailServer.of(self.smtp_url) if self.smtp_url else None

    @property
    def trusted_hosts(self) -> tuple[str, ...]:
        """The host names that requests may name, without port; every loopback name where the public one is one."""
        return tuple(sorted(LOOPBACK)) if self.host in LOOPBACK else (self.host,)


class _SecretFile(msgspec.Struct):
    """The layout of the secret file; keys are base64."""

    current_pepper: str
    peppers: dict[str, bytes]
    form_key: bytes


def _proxies(written: str) -> int:
    if not written.isascii() or not written.isdecimal() or int(written) > MOST_PROXIES:
        raise SettingsError(
            "PORCHLIGHT_PROXIES is no number of proxies.",
            remedy=f"Give exactly how many of your own proxies stand before the receiver: 0 to {MOST_PROXIES}.",
        )
    return int(written)


def _switched(env: Mapping[str, str], name: str) -> bool:
    written = env.get(name, "1")
    if written not in ("0", "1"):
        raise SettingsError(f"{name} is neither 0 nor 1.", remedy="Leave it out, or set it to 0.")
    return written == "1"


def _smtp_url(env: Mapping[str, str]) -> str:
    url = env.get("PORCHLIGHT_SMTP_URL", "")
    try:
        _ = MailServer.of(url) if url else None
    except ValueError as error:
        # What was written may hold a password.
        raise SettingsError(
            "PORCHLIGHT_SMTP_URL is no address of a mail server.",
            remedy="Give it as smtp+tls://USER:PASSWORD@HOST:PORT, smtps://... or smtp://HOST:PORT.",
        ) from error
    return url


def _address(env: Mapping[str, str], name: str, usual: str) -> str:
    written = env.get(name, usual)
    try:
        whole = Address(addr_spec=written) if written else None
    except (ValueError, MessageError):
        whole = None
    if written and (whole is None or not whole.username or not whole.domain or not written.isprintable()):
        raise SettingsError(f"{name} is no mail address.", remedy="Give one alone, like portal@example.com.")
    return written


def _named(host: str) -> str:
    """As the domain of a mail address; an address of the network stands in brackets there (RFC 5321, 4.1.3)."""
    if ":" in host:
        return f"[IPv6:{host}]"
    return f"[{host}]" if host.replace(".", "").isdecimal() else host


def _counted(env: Mapping[str, str], name: str, usual: int) -> int:
    written = env.get(name, str(usual))
    if not written.isascii() or not written.isdecimal() or not 1 <= int(written) <= MOST_KEPT:
        raise SettingsError(f"{name} is no number that can be kept.", remedy=f"Give a number from 1 to {MOST_KEPT}.")
    return int(written)


def default_folder() -> Path:
    """Where the receiver keeps its data when no setting says otherwise."""
    return HOSTED_FOLDER if HOSTED_FOLDER.is_dir() else platformdirs.user_data_path("porchlight-receiver")


def read_secrets(path: Path) -> Secrets:
    """The secrets in the file `path`. Raises `SettingsError`."""
    try:
        held = msgspec.json.decode(path.read_bytes(), type=_SecretFile)
    except FileNotFoundError as error:
        raise SettingsError("This receiver is not set up yet.", remedy="Run: python -m receiver init") from error
    except OSError as error:
        raise SettingsError(f"The secret file {path} can't be read.", remedy="Check its owner and mode.") from error
    except msgspec.DecodeError as error:
        # The parser's message may quote the file.
        raise SettingsError(f"The secret file {path} is damaged.", remedy="Put your copy of it back.") from error
    keys = [*held.peppers.values(), held.form_key]
    if held.current_pepper not in held.peppers or any(len(key) != KEY_BYTES for key in keys):
        raise SettingsError(f"The secret file {path} is not complete.", remedy="Put your copy of it back.")
    return Secrets(Peppers(held.current_pepper, held.peppers), held.form_key)


def make_secrets(path: Path) -> bool:
    """Make the secret file with fresh keys, readable by its owner only; an existing one stays.

    True where it was made.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = _SecretFile("1", {"1": secrets.token_bytes(KEY_BYTES)}, secrets.token_bytes(KEY_BYTES))
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(msgspec.json.encode(fresh))
        file.flush()
        os.fsync(file.fileno())
    try:
        # A link, not a rename: it never replaces keys that exist, not even those of an init at the same moment.
        os.link(temporary, path)
    except FileExistsError:
        return False
    finally:
        temporary.unlink()
    return True
