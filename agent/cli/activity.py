"""`agent activity`: what was done at this computer."""

from __future__ import annotations

from typing import cast, get_args

import click
import msgspec

from agent.cli.output import AgentCommand, Session, pass_session
from agent.domain.activity import Deed, DeedKind, Wanted

LIMIT = 20


@click.command("activity", cls=AgentCommand, epilog="Example: agent activity --kind process --limit 5")
@click.option("--kind", type=click.Choice(get_args(DeedKind)), help="Only deeds of this kind.")
@click.option("--search", default="", metavar="TEXT", help="Only deeds with this text in their words.")
@click.option("--limit", type=click.IntRange(min=1), default=LIMIT, show_default=True, help="How many, newest first.")
@pass_session
def activity(session: Session, kind: str | None, search: str, limit: int) -> None:
    """List what was done at this computer: every Process, replacement, backup, setting."""
    kinds = frozenset((cast(DeedKind, kind),)) if kind else frozenset[DeedKind]()
    listed = session.office.history.page(Wanted(kinds, text=search), limit)
    told = {"deeds": [msgspec.to_builtins(one) for one in listed.deeds], "more": listed.rest is not None}
    session.result(told, "\n".join(map(_line, listed.deeds)) or "There is nothing yet.")


def _line(deed: Deed) -> str:
    what = f"{deed.what} to {deed.portal}" if deed.portal else deed.what
    if deed.times > 1 and deed.since is not None:
        what = f"{what} ({deed.times:,} times since {deed.since:%Y-%m-%d %H:%M})"
    by = f" by {deed.who}" if deed.who else ""
    counted = [
        f"{count:,} {noun}" for count, noun in ((deed.customers, "customers"), (deed.changed, "changed")) if count
    ]
    told = [f"{deed.made:%Y-%m-%d %H:%M} UTC  {deed.result:<15}  {what}{by}", *counted, deed.detail, deed.remedy]
    return ". ".join(part.rstrip(".") for part in told if part) + "."
