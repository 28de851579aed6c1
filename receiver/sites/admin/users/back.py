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


def to_list(desk: Desk) -> str:
    """Its address; that of the whole list where nothing that can be is told."""
    try:
        found = asked.read(dict(parse_qsl(told())))
    except (NotFound, ValueError):
        return desk.address("users")
    return desk.address("users", **found.query())
