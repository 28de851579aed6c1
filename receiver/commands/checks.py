"""What `receiver check` looks at. Each check has an id for programs and, where it is bad, a hint for people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import text

from receiver.commands.host import Host
from receiver.commands.output import HostError, told
from receiver.db.company_net import COMPANY, EVERY_COMPANY
from receiver.db.engine import check_server
from receiver.db.postgresql import unsafe_settings
from receiver.db.unit_of_work import now
from receiver.domain.companies.silence import silent_companies
from receiver.domain.mail.sending import late_mails, paused_companies
from receiver.domain.snapshots.receipts import wire_time
from receiver.jobs.smtp import ServerAway, connected
from receiver.settings import LOOPBACK


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found."""

    id: str
    good: bool
    text: str
    hint: str = ""


def all_checks(host: Host) -> list[Finding]:
    """Every check in turn; one that can't be made is bad."""
    checks: dict[str, Callable[[Host], Finding]] = {
        "settings": _settings,
        "secrets": _secrets,
        "secret-file-mode": _mode,
        "database": _database,
        "database-sound": _sound,
        "secrets-fit": _fit,
        "offices-heard": _heard,
        "mail": _mail,
        "mails-sent": _mails,
    }
    return list(_made(host, checks))


def _made(host: Host, checks: dict[str, Callable[[Host], Finding]]) -> Iterator[Finding]:
    for name, check in checks.items():
        try:
            yield check(host)
        except Exception as error:
            known = told(error)
            if known is None:
                raise
            yield Finding(name, False, known.title, " ".join(filter(None, (known.detail, known.remedy))))


def _settings(host: Host) -> Finding:
    settings = host.settings
    local = set(settings.trusted_hosts) <= LOOPBACK
    if settings.secure or local:
        where = "this computer only" if local else "everybody, over https"
        return Finding("settings", True, f"The public address is {settings.public_url}: for {where}.")
    hint = "Put a server with a certificate in front, and set PORCHLIGHT_PUBLIC_URL to its https address."
    return Finding("settings", False, f"The public address {settings.public_url} is not https.", hint)


def _secrets(host: Host) -> Finding:
    return Finding("secrets", True, f"The secret file holds {len(host.secrets.peppers.keys)} pepper(s).")


def _mode(host: Host) -> Finding:
    mode = host.settings.secret_file.stat().st_mode & 0o077 if host.settings.secret_file.exists() else 0
    if mode == 0:
        return Finding("secret-file-mode", True, "Only its owner can read the secret file.")
    return Finding("secret-file-mode", False, "Others can read the secret file.", "Give it mode 0600.")


def _database(host: Host) -> Finding:
    version = check_server(host.work.engine)
    return Finding("database", True, f"The database ({version}) can be reached and has this release's layout.")


def _sound(host: Host) -> Finding:
    if host.made.dialect.name == "postgresql":
        unsafe = ", ".join(unsafe_settings(host.made))
        if unsafe:
            title = f"The database server can lose what it acknowledged: {unsafe} is off."
            return Finding("database-sound", False, title, "Switch it on in its postgresql.conf.")
        return Finding("database-sound", True, "The database server looks after its own files, and writes them.")
    with host.made.execution_options(**{COMPANY: EVERY_COMPANY}).connect() as connection:
        found = connection.execute(text("PRAGMA quick_check(1)")).scalar_one()
        mode = connection.execute(text("PRAGMA journal_mode")).scalar_one()
        sync = connection.execute(text("PRAGMA synchronous")).scalar_one()
    if found != "ok":
        return Finding("database-sound", False, f"The database file is damaged: {found}", "Put a copy of it back.")
    if (mode, sync) != ("wal", 2):
        raise HostError(f"SQLite runs with journal {mode} and synchronous {sync}.", remedy="Use a local disk.")
    return Finding("database-sound", True, "The database file is sound; journal WAL, synchronous FULL.")


def _fit(host: Host) -> Finding:
    opened = host.companies_opened()
    return Finding("secrets-fit", True, f"The secret file opens what is sealed for {opened} companies.")


def _heard(host: Host) -> Finding:
    with host.work.every_company() as session:
        silent = silent_companies(session, now())
    if not silent:
        return Finding("offices-heard", True, "No office is behind its own schedule.")
    named = ", ".join(f"{one.company_id} {one.name} (since {wire_time(one.since)})" for one in silent)
    hint = "Ask there whether the computer that uploads is on; its Home says what is wrong."
    return Finding("offices-heard", False, f"Silent for twice as long as they wanted: {named}.", hint)


def _mail(host: Host) -> Finding:
    """Whether a mail server takes our mails, as far as that is known without sending one."""
    server = host.settings.mail_server
    if server is None:
        hint = "Pages offer what works without; set PORCHLIGHT_SMTP_URL to send reminders, links and alarms."
        return Finding("mail", True, f"This host sends no mail. {hint}")
    if server.password and not server.encrypted and server.host not in LOOPBACK:
        hint = "Begin PORCHLIGHT_SMTP_URL with smtp+tls:// or smtps://."
        return Finding("mail", False, f"The password for {server} travels without encryption.", hint)
    try:
        with connected(server, host.settings.mail_domain):
            text = f"The mail server {server} can be reached; mails come from {host.settings.mail_from}."
            return Finding("mail", True, text)
    except ServerAway as error:
        return Finding("mail", False, f"{server}: {error}", "Look at PORCHLIGHT_SMTP_URL. Mails wait meanwhile.")


def _mails(host: Host) -> Finding:
    """Whether mails wait in vain."""
    with host.work.surveying() as session:
        paused, late = paused_companies(session, now()), late_mails(session, now())
    if paused:
        named = ", ".join(f"{one.company_id} ({one.reason})" for one in paused)
        hint = "See: receiver mail list --company N. They are tried again by themselves."
        return Finding("mails-sent", False, f"The mails of some companies pause: {named}", hint)
    if late and host.settings.sends_mail:
        hint = "Is the worker running? `receiver serve` starts one; else: receiver worker"
        return Finding("mails-sent", False, f"{late:,} mails wait that should have been tried.", hint)
    return Finding("mails-sent", True, "No mail waits in vain.")
