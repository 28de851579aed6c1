"""`agent requests`: what customers asked for on the portal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import click

from agent.cli.output import AgentCommand, Session, pass_session
from agent.cli.process import DAY
from agent.cli.requests_text import answered_data, answered_text, full_text, line, plan_data, plan_text, request_data
from agent.domain.errors import Exit
from agent.domain.permissions import Permission
from agent.usecases.process import chosen

Command = TypeVar("Command", bound=Callable[..., object])


@click.group("requests", epilog="Example: agent requests list")
def requests() -> None:
    """See, accept, decline and answer what customers asked for on the portal."""


def from_option(command: Command) -> Command:
    """Numbers count for each portal."""
    return click.option(
        "--from", "portal", default="", metavar="NAME", help="The portal, where several have a request of this number."
    )(command)


def fetched(session: Session) -> bool:
    """Ask the portals; what is in the way is said, and what was fetched before is good enough."""
    session.office.actor.require(Permission.REQUESTS)
    exchange = session.office.exchange
    if not exchange.portals():
        chosen([], None)
    came = exchange.run()
    for trouble in came.troubles:
        session.say(f"{trouble.title} What follows is as of before.")
    return not came.troubles


@requests.command("list", cls=AgentCommand, epilog="Example: agent requests list --all")
@click.option("--all", "everything", is_flag=True, help="Also those that were answered, the newest first.")
@pass_session
def list_(session: Session, everything: bool) -> None:
    """Fetch what customers asked for, and list what waits for the office."""
    current = fetched(session)
    found = session.office.requests.listed(everything=everything)
    told = {"current": current, "count": len(found), "requests": [request_data(one) for one in found]}
    session.result(told, "\n".join(map(line, found)) or "No request waits for the office.")


@requests.command("show", cls=AgentCommand, epilog="Example: agent requests show 12")
@click.argument("number", type=int)
@from_option
@pass_session
def show(session: Session, number: int, portal: str) -> None:
    """Show request NUMBER, and what accepting it would write; the customer learns that it was opened."""
    office = session.office
    fetched(session)
    seen = office.requests.show(number, portal)
    office.exchange.run()
    told = {"request": request_data(seen.request), "plan": plan_data(seen.plan), "obstacle": seen.obstacle}
    session.result(told, full_text(seen))


@requests.command("accept", cls=AgentCommand, epilog="Example: agent requests accept 12 --day 2026-03-31")
@click.argument("number", type=int)
@click.option("--day", type=DAY, metavar="DAY", help="Of a visit that is to be moved: the day (2026-03-31) it gets.")
@click.option("--anyway", is_flag=True, help="Overwrite what the office changed since the customer looked.")
@click.option("--dry-run", is_flag=True, help="Show what would be written; nothing is, and nobody is told.")
@click.option("--say", default="", metavar="TEXT", help="A word to the customer along with it.")
@from_option
@pass_session
def accept(
    session: Session, number: int, day: datetime | None, anyway: bool, dry_run: bool, say: str, portal: str
) -> Exit:
    """Write what request NUMBER asks for into the practice database, and tell the customer.

    The next Process publishes it. To take it back: agent undo.
    """
    on = day.date() if day else None
    fetched(session)
    if dry_run:
        plan = session.office.requests.plan(number, portal, on)
        session.result({"number": number, "plan": plan_data(plan)}, plan_text(plan))
        return Exit.DONE
    with session.alone() as office:
        done = office.requests.accept(number, portal, day=on, anyway=anyway, say=say)
    session.result(answered_data(done), answered_text(done))
    return Exit.DONE


@requests.command(
    "decline", cls=AgentCommand, epilog='Example: agent requests decline 12 --reason "We do not work on Sundays."'
)
@click.argument("number", type=int)
@click.option("--reason", required=True, metavar="TEXT", help="Why; the customer reads it.")
@from_option
@pass_session
def decline(session: Session, number: int, reason: str, portal: str) -> Exit:
    """Tell the customer that request NUMBER is not done, and why."""
    fetched(session)
    done = session.office.requests.decline(number, reason, portal)
    session.result(answered_data(done), answered_text(done))
    return Exit.DONE


@requests.command(
    "reply", cls=AgentCommand, epilog='Example: agent requests reply 12 --text "We come at eight. Kind regards"'
)
@click.argument("number", type=int)
@click.option("--text", required=True, metavar="TEXT", help="What the customer reads.")
@from_option
@pass_session
def reply(session: Session, number: int, text: str, portal: str) -> Exit:
    """Write to the customer about request NUMBER; a message is done with that."""
    fetched(session)
    done = session.office.requests.reply(number, text, portal)
    session.result(answered_data(done), answered_text(done))
    return Exit.DONE


@requests.command("photos", cls=AgentCommand, epilog="Example: agent requests photos 12 --to pictures")
@click.argument("number", type=int)
@click.option(
    "--to",
    "folder",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Where they are saved; no file there is replaced.",
)
@from_option
@pass_session
def photos(session: Session, number: int, folder: Path, portal: str) -> Exit:
    """Save the photos that the customer sent along with request NUMBER."""
    fetched(session)
    saved = session.office.requests.save_photos(number, folder.expanduser().absolute(), portal)
    text = "\n".join(map(str, saved)) or f"Request {number} came without photos."
    session.result({"number": number, "files": [str(one) for one in saved]}, text)
    return Exit.DONE if saved else Exit.NOTHING_TO_DO
