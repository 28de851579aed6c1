"""Errors that speak to a person: what happened, what to do now, and whether waiting helps.

Everything the agent can foresee is one of these. Foreign errors (database, network, file system) are turned into
them where they enter, in the adapter that owns the library.
"""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """What a command answers to the shell; part of the command-line contract."""

    DONE = 0
    REFUSED = 1
    USAGE = 2
    NOTHING_TO_DO = 3
    HELD = 4
    TRY_LATER = 5


class AgentError(Exception):
    """`title` says what happened, `detail` why (may be empty), `remedy` the next step."""

    exit: Exit = Exit.REFUSED

    def __init__(self, title: str, *, detail: str = "", remedy: str = "") -> None:
        super().__init__(title)
        self.title = title
        self.detail = detail
        self.remedy = remedy

    def __str__(self) -> str:
        return " ".join(part for part in (self.title, self.detail, self.remedy) if part)


class UsageError(AgentError):
    """The words of the command do not fit: unknown field, unknown operator, a date that is none."""

    exit = Exit.USAGE


class TryLater(AgentError):
    """The surroundings are in the way (database locked, receiver down, disk full); the same call may work later, but
    not before `wait` seconds where the receiver asked for them."""

    exit = Exit.TRY_LATER

    def __init__(self, title: str, *, detail: str = "", remedy: str = "", wait: int = 0) -> None:
        super().__init__(title, detail=detail, remedy=remedy)
        self.wait = wait


class AtWork(TryLater):
    """Another window, command or service is at work in the agent's folder."""


class SetupError(AgentError):
    """Something has to be set up first: no practice database chosen, not paired, a mapping that does not fit."""


class PracticeError(AgentError):
    """The practice database can't be used: missing, unreadable, not the one it was, its layout changed."""


class PracticeClosed(PracticeError):
    """The practice database may not be opened, which says nothing about what is in it."""


class AnotherPractice(PracticeError):
    """A practice database is there, but of another office than was set up."""


class PracticeBusy(TryLater):
    """The practice database is locked by another program."""


class RowChanged(AgentError):
    """A row is not as the plan saw it; nothing was written."""


class ReceiverError(AgentError):
    """The receiver said no."""


class SignInNeeded(AgentError):
    """Passwords are activated, and nobody has signed in, or not any more."""


class ChangeFirst(SignInNeeded):
    """Somebody signed in with the password that everybody knows, and has to change it before anything else."""


class Cancelled(AgentError):
    """The person stopped it."""


def not_loaded(error: ImportError | OSError) -> SetupError:
    """A part of Porchlight itself is not to be had: the disk fails, or something is missing from the installation."""
    path = str(error.filename or "") if isinstance(error, OSError) else (error.path or "")
    why = (error.strerror or str(error)) if isinstance(error, OSError) else error.msg
    return SetupError(
        "A part of Porchlight can't be loaded.",
        detail=f"{why}{f' ({path})' if path and path not in why else ''}.",
        remedy="Try again. If it stays so, see whether the disk is sound, and install Porchlight once more.",
    )
