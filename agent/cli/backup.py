"""`agent backup` and `agent restore`."""

from __future__ import annotations

from pathlib import Path

import click

from agent.cli.output import AgentCommand, Session, pass_session
from agent.cli.replace import confirm
from agent.domain.runs import Backup
from agent.jobs.lock import single_instance


@click.group("backup", epilog="Example: agent backup now /media/stick/practice-copy.db")
def backup() -> None:
    """Copies of the practice database."""


@backup.command("list", cls=AgentCommand, epilog="Example: agent backup list")
@pass_session
def list_(session: Session) -> None:
    """List the automatic backups, newest first."""
    found = session.office.backup.listed()
    session.result({"backups": [_told(one) for one in found]}, "\n".join(map(_line, found)) or "There are none yet.")


@backup.command("now", cls=AgentCommand, epilog="Example: agent backup now /media/stick/practice-copy.db")
@click.argument("path", type=click.Path(path_type=Path))
@pass_session
def now(session: Session, path: Path) -> None:
    """Write a copy of the practice database to PATH, in the database's own form; you keep it until you delete it."""
    target = path.expanduser().absolute()
    size = session.office.backup.now(target)
    session.say("This copy is not encrypted: keep it where only the office can read it.")
    session.result({"path": str(target), "size": size}, f"Wrote {target} ({size / 10**6:,.1f} MB).")


@click.command("restore", cls=AgentCommand, epilog="Example: agent restore 20260310-081500-5f0c-practice")
@click.argument("backup_id", metavar="BACKUP")
@click.option("--yes", is_flag=True, help="Do not ask.")
@pass_session
def restore(session: Session, backup_id: str, yes: bool) -> None:
    """Put a backup back; what is there now is backed up first."""
    office = session.office
    with single_instance(office.home.folder):
        chosen = office.backup.find(backup_id)
        what = "practice database" if chosen.kind == "practice" else "agent's own set of fields"
        confirm(session, f"Put the {what} back to {chosen.made:%Y-%m-%d %H:%M} UTC ({chosen.reason})?", yes)
        earlier = office.backup.restore(chosen)
    told = {"restored": _told(chosen), "backup": earlier.id if earlier else None}
    before = f" What was there before is in backup {earlier.id}." if earlier else ""
    session.result(told, f"The {what} is back to {chosen.made:%Y-%m-%d %H:%M} UTC.{before}")


def _told(one: Backup) -> dict[str, object]:
    return {"id": one.id, "kind": one.kind, "made": one.made.isoformat(), "reason": one.reason, "size": one.size}


def _line(one: Backup) -> str:
    return f"{one.id}  {one.size / 10**6:>8,.1f} MB  {one.reason}"
