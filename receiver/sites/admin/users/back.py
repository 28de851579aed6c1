"""Where the pages about one user lead back to: the part of User List from which they were opened."""

from __future__ import annotations

from typing import Final
from urllib.parse import parse_qsl, urlencode

from flask import request
from werkzeug.exceptions import NotFound

from receiver.sites.admin.desk import Desk
from receiver.sites.admin.users import asked
from receiver.sites.admin.users.asked import Asked

MOST_CHARACTERS: Final = 1000


def part(shown: Asked) -> str:
    """What those pages are told of it: its address after the question mark."""
    return urlencode(shown.query())


def told() -> str:
    """What the address or the form says of it."""
    return request.values.get("list", "")[:MOST_CHARACTERS]


def kept() -> dict[str, str]:
    """The same for the address of another of those pages."""
    return {"list": told()} if told() else {}


def to_list(desk: Desk, view: str = "users", where: str | None = None) -> str:
    """Its address, or that of another list of users; that of the whole list where nothing that can be is told. `where`:
    the part, in place of what is told of it."""
    try:
        found = asked.read(dict(parse_qsl(told() if where is None else where)))
    except (NotFound, ValueError):
        return desk.address(view)
    return desk.address(view, **found.query())
