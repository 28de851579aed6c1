"""Somebody who signs in on the command line; commands run in this process."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.agent.conftest import Desk, Said

OWN = "maple-otter-quiet-lamp"
PAT = "window-river-77"


@contextmanager
def given(*lines: str) -> Iterator[str]:
    """A file descriptor from which these lines can be read."""
    reading, writing = os.pipe()
    os.write(writing, "".join(f"{one}\n" for one in lines).encode())
    os.close(writing)
    yield str(reading)
    os.close(reading)


def as_user(desk: Desk, name: str, password: str, *words: str) -> Said:
    """A command by somebody who signs in."""
    with given(password) as fd:
        return desk.run(*words, "--user", name, "--password-fd", fd, "--json")


def add(desk: Desk, name: str, password: str, *words: str, by: tuple[str, str] | None = None) -> Said:
    """`agent users add`."""
    with given(*([by[1]] if by else []), password) as fd:
        signing = ("--user", by[0], "--password-fd", fd) if by else ()
        return desk.run("users", "add", name, "--new-password-fd", fd, *words, *signing, "--json")


def activate(desk: Desk) -> None:
    """Activate Passwords, and the forced change of the first one."""
    assert desk.must("users", "activate")["created"] == "CLIP"
    with given("CLIP", OWN) as fd:
        said = desk.run("users", "set", "CLIP", "--user", "CLIP", "--password-fd", fd, "--new-password-fd", fd)
    assert said.code == 0, said


def users(desk: Desk) -> list[tuple[Any, ...]]:
    """What independent SQL says."""
    return desk.rows("SELECT name, level, password, permissions, employee_id, email FROM users ORDER BY id")
