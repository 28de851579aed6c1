"""How every command answers: one result, `--json`, errors that say what to do, exit codes as in the contract."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import click
import msgspec

from receiver.db.faults import DatabaseBusy, DatabaseFault, StorageFull
from receiver.db.migrations import MigrationError
from receiver.domain.companies.actions import CompanyError
from receiver.domain.sealing import SealError
from receiver.settings import SettingsError


class Exit(IntEnum):
    """What a command answers to the shell; part of the command-line contract."""

    DONE = 0
    REFUSED = 1
    USAGE = 2
    NOTHING_TO_DO = 3
    HELD = 4
    TRY_LATER = 5


class HostError(Exception):
    """What happened, why, and the next step, for the person at the command line."""

    def __init__(self, title: str, *, detail: str = "", remedy: str = "", exit_: Exit = Exit.REFUSED) -> None:
        super().__init__(title)
        self.title = title
        self.detail = detail
        self.remedy = remedy
        self.exit = exit_


@dataclass(frozen=True, slots=True)
class Result:
    """What a command found or did: `data` for programs, `text` for people."""

    data: Mapping[str, Any]
    text: str
    exit: Exit = Exit.DONE


def answers(function: Callable[..., Result]) -> Callable[..., None]:
    """Let a command return a `Result`, and give it `--json`."""

    @click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
    @functools.wraps(function)
    def command(as_json: bool, **words: object) -> None:
        result = function(**words)
        click.echo(msgspec.json.encode(result.data).decode() if as_json else result.text)
        if result.exit:
            raise click.exceptions.Exit(result.exit)

    return command


def told(error: Exception) -> HostError | None:
    """What to say of a foreseen error; None for a bug."""
    match error:
        case HostError():
            return error
        case SettingsError():
            return HostError(error.title, remedy=error.remedy)
        case CompanyError():
            return HostError(str(error))
        case MigrationError():
            return HostError("The database was left as it was.", detail=str(error))
        case SealError():
            return HostError(
                "The secret file does not fit the database.",
                detail=str(error),
                remedy="Put the secret file back that belongs to this database.",
            )
        case StorageFull():
            return HostError("The disk is full.", remedy="Free some space, then try again.", exit_=Exit.TRY_LATER)
        case DatabaseBusy():
            return HostError("The database is busy.", remedy="Try again in a moment.", exit_=Exit.TRY_LATER)
        case DatabaseFault():
            return HostError(
                "The database can't be used.",
                detail=str(error),
                remedy="Check PORCHLIGHT_DATABASE_URL, and who may read and write there.",
                exit_=Exit.TRY_LATER,
            )
    return None


def show(error: HostError, as_json: bool) -> int:
    """Print an error the way it was asked for; gives the exit code."""
    if as_json:
        data = {"error": {"title": error.title, "detail": error.detail, "remedy": error.remedy}}
        click.echo(msgspec.json.encode(data).decode())
    else:
        for line in (error.title, error.detail, error.remedy):
            if line:
                click.echo(line, err=True)
    return int(error.exit)
