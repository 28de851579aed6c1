"""Secrets that a person or a program gives to a command: never among its words, which every account can read."""

from __future__ import annotations

import os
import sys

import click

from agent.domain.errors import UsageError

_MOST_BYTES = 4096


def passphrase(descriptor: int | None, ask: bool, *, new: bool) -> str:
    """The passphrase from the file descriptor (its first line), or asked for without showing it, twice where it is
    `new`; empty where neither is wanted. Raises `UsageError` where it can't be read."""
    if descriptor is not None:
        return _read(descriptor)
    if not ask:
        return ""
    if not sys.stdin.isatty():
        raise UsageError("Nobody can be asked for the passphrase here.", remedy="Give it with --passphrase-fd N.")
    return str(click.prompt("Passphrase", hide_input=True, confirmation_prompt=new, err=True))


def _read(descriptor: int) -> str:
    try:
        line = os.read(descriptor, _MOST_BYTES).partition(b"\n")[0].removesuffix(b"\r").decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"The passphrase can't be read from file descriptor {descriptor}.",
            remedy="For example: agent backup now copy.porchlight --passphrase-fd 3 3< file",
        ) from error
    if not line:
        raise UsageError(f"There is no passphrase at file descriptor {descriptor}.")
    return line
