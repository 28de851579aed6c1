"""`agent init`: choose the practice database."""

from __future__ import annotations

from pathlib import Path

import click

from agent.cli.output import AgentCommand, Session, pass_session


@click.command("init", cls=AgentCommand, epilog="Example: agent init --database /home/office/practice.db")
@click.option("--database", required=True, metavar="URL", help="File or SQLAlchemy URL of the practice database.")
@click.option(
    "--mapping",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="How a foreign database is mapped onto the practice fields (TOML).",
)
@pass_session
def init(session: Session, database: str, mapping: Path | None) -> None:
    """Choose the practice database, after looking into it."""
    found = session.office.set_up(database, mapping)
    told = {
        "practice": found.practice_id,
        "customers": found.customers,
        "active": found.active,
        "fields": found.homes,
        "overlay": found.kept_by_agent,
        "home": str(session.office.home.folder),
    }
    session.result(told, found.text())
