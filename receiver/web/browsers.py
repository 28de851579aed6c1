"""What a browser calls itself, in two words: `Firefox, Windows`. Enough for somebody to know his own devices."""

from __future__ import annotations

from typing import Final

from flask import request

PROGRAMS: Final = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
"""Words in a user agent, and whom they tell; the first that is found counts, for each claims to be those below it."""

SYSTEMS: Final = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


def browser() -> str:
    """What the visitor's browser calls itself; empty where that says nothing."""
    return described(request.user_agent.string)


def described(user_agent: str) -> str:
    """The same of a user agent."""
    found = (next((name for word, name in known if word in user_agent), "") for known in (PROGRAMS, SYSTEMS))
    return ", ".join(filter(None, found))
