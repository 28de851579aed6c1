"""What the list of mails is asked for by its address, which pages about one mail carry on, to lead back to it."""

from __future__ import annotations

from flask import request

from receiver.domain.mail.finding import CHOICES, SEARCH_CHARACTERS, Wanted
from receiver.sites.typed import CONTROLS
from receiver.web.paging import asked_page


def wanted() -> Wanted:
    """What the address asks for; a state that there is not asks for all."""
    state = request.args.get("state", "")
    words = CONTROLS.sub("", request.args.get("search", "")).strip()[:SEARCH_CHARACTERS]
    return Wanted(state if state in CHOICES else "", words)


def query(asked: Wanted, number: int) -> dict[str, str | int]:
    """How an address asks for that page of it."""
    told: dict[str, str | int] = {"state": asked.state, "search": asked.words, "page": number if number > 1 else ""}
    return {name: value for name, value in told.items() if value}


def part() -> dict[str, str | int]:
    """The part of the list that the address tells of. 404 where its page is no number."""
    return query(wanted(), asked_page())
