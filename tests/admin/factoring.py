"""An authenticator program, as an administrator has one on his phone."""

from __future__ import annotations

import time
from dataclasses import dataclass

import pyotp

from tests.admin.boss import Boss
from tests.support.pages import Element


@dataclass(frozen=True)
class Program:
    """One with the key that a page showed."""

    key: str
    first: str = ""
    """The code with which it was set up."""

    def code(self, steps: int = 0) -> str:
        """The code of now, or of so many steps of 30 seconds later.

        One that lies behind would do only as long as the present 30 seconds last, so tests go forward: with the code of
        now first, then the next.
        """
        return pyotp.TOTP(self.key).at(int(time.time()) + 30 * steps)


def set_up(boss: Boss) -> tuple[Program, list[str]]:
    """Set up the second factor of who is signed in; gives the program and the recovery codes."""
    page = boss.submit(boss.get("own-sign-in"), "own-sign-in/factor", {"step": "begin"})
    key = key_on(page)
    program = Program(key, first=Program(key).code())
    page = boss.submit(page, "own-sign-in/factor", {"step": "confirm", "code": program.first})
    assert page.one("h1").text == "Your recovery codes"
    return program, page.one(id="codes").text.split()


def key_on(page: Element) -> str:
    """The key that stands there to be typed."""
    return page.one(id="key").attributes["value"].replace(" ", "")
