"""Passwords on the command line: asked for without showing them, or read from a file descriptor. Never words of the
command, which every account of the computer can see."""

from __future__ import annotations

import os
import sys

import click

from agent.domain.errors import UsageError

_LONGEST = 8192


def asked_for(question: str, descriptor: int | None, option: str) -> str:
    """The password. Raises `UsageError` where nobody can be asked and `option` names no descriptor to read."""
    if descriptor is not None:
        return _first_line(descriptor, option)
    if not sys.stdin.isatty():
        raise UsageError(
            f"{question}: nobody can be asked here.",
            remedy=f"Give the number of an open file descriptor with {option}; its first line is read.",
        )
    password: str = click.prompt(question, hide_input=True, err=True, prompt_suffix=": ")
    return password


def new_one(name: str, descriptor: int | None) -> str:
    """A new password for the user `name`, asked for twice. Raises `UsageError` where the two differ."""
    option = "--new-password-fd"
    first = asked_for(f"New password for {name}", descriptor, option)
    if descriptor is None and asked_for("The same again", None, option) != first:
        raise UsageError("The two passwords differ.", detail="Nothing was changed.", remedy="Try again.")
    return first


def _first_line(descriptor: int, option: str) -> str:
    """Byte by byte, so that the next line stays there for another password."""
    line = bytearray()
    try:
        while (byte := os.read(descriptor, 1)) not in (b"", b"\n") and len(line) < _LONGEST:
            line += byte
        return line.decode().removesuffix("\r")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"No password can be read from the file descriptor {descriptor}.",
            remedy=f"Open it for the command, for example: {option} 3 3< password-file",
        ) from error
