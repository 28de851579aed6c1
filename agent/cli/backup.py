"""`agent backup` and `agent restore`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from agent.cli.output import AgentCommand, Session, pass_session
from agent.cli.replace import confirm
from agent.cli.secret import passphrase
from agent.cli.terminal import shown
from agent.domain.backups import Restorable
from agent.domain.errors import UsageError
from agent.jobs.lock import single_instance
from agent.jobs.progress import PolledProgress, stopped_by_interrupt
from agent.usecases.restore import RestoreOffice
from agent.usecases.server_restore import FORMS

FILE = click.Path(path_type=Path)


@click.group("backup", epilog="Example: agent backup now /media/stick/practice-copy.db")
def backup() -> None:
    """Copies of the practice database."""


@backup.command("list", cls=AgentCommand, epilog="Example: agent backup list")
@pass_session
def list_(session: Session) -> None:
    """List the automatic backups and the copies you made, newest first."""
    found = session.office.restore.listing()
    told = {
        "backups": [_told(one) for one in found if one.origin == "automatic"],
        "copies": [_told(one) for one in found if one.origin == "manual"],
    }
    session.result(told, "\n".join(map(_line, found)) or "There are none yet.")


def _passphrase(command: Callable[..., Any]) -> Callable[..., Any]:
    descriptor = click.option("--passphrase-fd", type=int, metavar="N", help="Read the passphrase from descriptor N.")
    return descriptor(command)


@backup.command("now", cls=AgentCommand, epilog="Example: agent backup now /media/stick/practice-copy.db")
@click.argument("path", type=FILE)
@click.option("--passphrase", "ask", is_flag=True, help="Encrypt it with a passphrase, which is asked for.")
@_passphrase
@pass_session
def now(session: Session, path: Path, ask: bool, passphrase_fd: int | None) -> None:
    """Write a copy of the practice database to PATH; you keep it until you delete it.

    With a passphrase it is encrypted, and opens on any computer with nothing but the passphrase. Without, it is in the
    database's own form: a SQLite file, or the dump of the server's own program where that is installed.
    """
    target = path.expanduser().absolute()
    secret = passphrase(passphrase_fd, ask, new=True)
    progress = PolledProgress()
    with stopped_by_interrupt(progress), shown(progress), single_instance(session.office.home.folder):
        made = session.office.backup.copy(target, secret, progress)
    if not made.protected:
        session.say("This copy is not encrypted: keep it where only the office can read it.")
    told = {"path": made.path, "size": made.size, "form": made.form, "protected": made.protected}
    session.result(
        {"id": f"copy-{made.id}", **told},
        f"Wrote {made.path} ({made.size / 10**6:,.1f} MB, {FORMS[made.form]}), and read it back.",
    )


@backup.command("forget", cls=AgentCommand, epilog="Example: agent backup forget copy-3")
@click.argument("copy_id", metavar="COPY")
@pass_session
def forget(session: Session, copy_id: str) -> None:
    """Take a copy that you made off the list; its file stays where it is."""
    session.office.restore.forget(copy_id)
    session.result({"forgotten": copy_id}, f"{copy_id} is no longer listed.")


def _copy(command: Callable[..., Any]) -> Callable[..., Any]:
    """Which copy is meant: one of the list, or a file."""
    file = click.option("--file", type=FILE, metavar="PATH", help="A file instead of a copy of the list.")
    return file(click.argument("backup_id", metavar="[BACKUP]", required=False)(command))


@backup.command(
    "extract", cls=AgentCommand, epilog="Example: agent backup extract 20260310-081500-5f0c-practice practice.db"
)
@click.argument("backup_id", metavar="BACKUP")
@click.argument("target", type=FILE)
@_passphrase
@pass_session
def extract(session: Session, backup_id: str, target: Path, passphrase_fd: int | None) -> None:
    """Write what BACKUP (one of the list, or a file) holds into TARGET, not encrypted: to look at it, or to restore it
    on a server."""
    office, progress = session.office, PolledProgress()
    file = Path(backup_id).expanduser().absolute()
    chosen = office.restore.chosen(file) if file.is_file() else office.restore.find(backup_id)
    secret = passphrase(passphrase_fd, chosen.protected, new=False)
    with stopped_by_interrupt(progress), shown(progress), single_instance(office.home.folder):
        size = office.restore.extract(chosen, secret, target.expanduser().absolute(), progress)
    session.say("It is not encrypted: keep it where only the office can read it.")
    session.result({"path": str(target), "size": size, "form": chosen.form}, f"Wrote {target}: {FORMS[chosen.form]}.")


@click.command("restore", cls=AgentCommand, epilog="Example: agent restore 20260310-081500-5f0c-practice")
@_copy
@_passphrase
@click.option("--yes", is_flag=True, help="Do not ask.")
@pass_session
def restore(session: Session, backup_id: str | None, file: Path | None, passphrase_fd: int | None, yes: bool) -> None:
    """Put a copy back; what is there now is backed up first."""
    office, progress = session.office, PolledProgress()
    with single_instance(office.home.folder):
        for sentence in office.restore.settle():
            session.say(sentence)
        chosen = _chosen(office.restore, backup_id, file)
        secret = passphrase(passphrase_fd, chosen.protected, new=False)
        what = "practice database" if chosen.kind == "practice" else "agent's own set of fields"
        confirm(session, f"Put the {what} back to {chosen.made:%Y-%m-%d %H:%M} UTC ({chosen.reason})?", yes)
        with stopped_by_interrupt(progress), shown(progress):
            done = office.restore.restore(chosen, secret, progress)
    told = {"restored": _told(chosen), "backup": done.earlier.id if done.earlier else None}
    before = f" What was there before is in backup {done.earlier.id}." if done.earlier else ""
    session.result(told, f"The {what} is back to {chosen.made:%Y-%m-%d %H:%M} UTC.{before}")


def _chosen(office: RestoreOffice, backup_id: str | None, file: Path | None) -> Restorable:
    if (backup_id is None) == (file is None):
        raise UsageError("Name one copy: its id, or a file with --file.", remedy="See them with: agent backup list")
    return office.chosen(file.expanduser().absolute()) if file else office.find(backup_id or "")


def _told(one: Restorable) -> dict[str, object]:
    told: dict[str, object] = {
        "id": one.id,
        "kind": one.kind,
        "made": one.made.isoformat(),
        "reason": one.reason,
        "size": one.size,
        "form": one.form,
    }
    if one.origin == "manual":
        told |= {"path": one.path, "protected": one.protected, "state": one.state}
    return told


def _line(one: Restorable) -> str:
    notes = [one.reason, one.path, "with a passphrase" if one.protected else ""]
    notes += [{"there": "", "gone": "gone", "changed": "changed since"}[one.state]]
    size = f"{one.size / 10**6:>8,.1f} MB"
    return f"{one.id:<33}  {one.made:%Y-%m-%d %H:%M} UTC  {size}  {', '.join(note for note in notes if note)}"
