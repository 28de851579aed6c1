"""How every command is called and how it answers: `--home`, `--json`, one result, errors that speak to a person."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import ClassVar

import click
import msgspec

from agent.cli.passwords import asked_for
from agent.domain.errors import AgentError
from agent.domain.values import visible
from agent.usecases.ports import Progress
from agent.wiring.desk import Desk
from agent.wiring.office import Office


@dataclass(frozen=True)
class Session:
    """One call of a command."""

    home: Path | None
    as_json: bool
    user: str | None = None
    """Who acts, by `--user`."""
    password_fd: int | None = None

    @cached_property
    def office(self) -> Office:
        """The agent whose folder `--home` names, signed in as `--user` where passwords are activated."""
        office = Office(self.home, Desk())
        if self.user is not None and office.activated:
            office.sign_in(self.user, asked_for(f"Password of {self.user}", self.password_fd, "--password-fd"))
        elif self.user is not None:
            self.say("Passwords are not activated here, so nobody has to sign in.")
        return office

    @contextmanager
    def alone(self, waiting: Progress | None = None) -> Iterator[Office]:
        """The agent, with its one lock held: for whatever writes or publishes. See `Office.alone`."""
        with self.office.alone(waiting) as told:
            for sentence in told:
                self.say(sentence)
            yield self.office

    def result(self, data: object, text: str = "") -> None:
        """The one answer of a command: `data` (anything msgspec can encode) with `--json`, else `text`."""
        if self.as_json:
            _print_object(data)
        elif text:
            click.echo(visible(text))

    def say(self, text: str) -> None:
        """A message for the person; it never mixes with the result."""
        click.echo(visible(text), err=True)


pass_session = click.make_pass_decorator(Session)
"""Gives the `Session` to a command as its first argument."""


class AgentCommand(click.Command):
    """A command with `--home`, `--json` and `--user`: `@click.command("pair", cls=AgentCommand)`, then `@pass_session`.

    What the function returns is the exit code (`Exit`, None for done); `AgentError` may be raised anywhere.
    """

    signs_in: ClassVar[bool] = True

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """The command's own parameters and those that every command has."""
        return [
            *super().get_params(ctx),
            *(_signing_in() if self.signs_in else []),
            home_option(),
            json_option(),
        ]

    def invoke(self, ctx: click.Context) -> object:
        """Run the command with a `Session` in hand. A group that is a command itself passes on what it was given."""
        group = ctx.obj if isinstance(ctx.obj, Session) else Session(None, False)
        ctx.obj = Session(
            home=ctx.params.pop("home") or group.home or ctx.find_root().params.get("home"),
            as_json=ctx.params.pop("as_json") or group.as_json,
            user=ctx.params.pop("user", None),
            password_fd=ctx.params.pop("password_fd", None),
        )
        return super().invoke(ctx)


class OpenCommand(AgentCommand):
    """A command that shows nothing of customers and changes nothing: nobody has to sign in for it."""

    signs_in = False


def home_option() -> click.Option:
    """Where the agent keeps its things; it may stand before the name of a command or after it."""
    return click.Option(
        ["--home"],
        type=click.Path(file_okay=False, path_type=Path),
        help="The agent's own folder (else PORCHLIGHT_AGENT_HOME, else the usual place of this computer).",
    )


def json_option() -> click.Option:
    """For programs."""
    return click.Option(["--json", "as_json"], is_flag=True, help="Print the result as one JSON object.")


def _signing_in() -> list[click.Option]:
    return [
        click.Option(
            ["--user"],
            metavar="NAME",
            help="Who does it, where passwords are activated; the password is asked for.",
        ),
        click.Option(
            ["--password-fd"],
            type=click.IntRange(min=0),
            metavar="N",
            help="Read the password of --user from this file descriptor (its first line) instead of asking.",
        ),
    ]


def error_to_program(error: AgentError) -> None:
    """The one JSON object of a command that failed."""
    _print_object({"error": {"title": error.title, "detail": error.detail, "remedy": error.remedy}})


def error_to_person(error: AgentError) -> None:
    """What happened, why, and the next step, a line each."""
    for line in (error.title, error.detail, error.remedy):
        if line:
            click.echo(visible(line), err=True)


def _print_object(data: object) -> None:
    """As bytes, for JSON is UTF-8 whatever the terminal is set to."""
    click.echo(msgspec.json.encode(data))
