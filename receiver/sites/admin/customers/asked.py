"""What the list is asked for: by its address, or by the hidden fields of a form that leads back to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flask import abort

from receiver.domain.people.customer_list import Order, Wanted, Which
from receiver.languages import N_
from receiver.sites.typed import CONTROLS
from receiver.web.language import gettext as _
from receiver.web.paging import read_page

ROWS: Final = 40
"""Customers on a page: each tick is a field, and a form has at most 50."""
WORDS_CHARACTERS: Final = 100

WHICH: Final[Mapping[Which, str]] = {
    Which.ALL: N_("All customers"),
    Which.NEVER_HERE: N_("Never signed in"),
    Which.NOT_INVITED: N_("Never signed in, not invited"),
    Which.INVITED: N_("Never signed in, invited"),
    Which.NO_ADDRESS: N_("Without an e-mail address"),
    Which.NOTHING_SET: N_("Without a password"),
    Which.WEAK: N_("With a weak or shared password"),
    Which.LOCKED: N_("Locked"),
    Which.DEACTIVATED: N_("Deactivated"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A page of a list."""

    wanted: Wanted
    page: int = 1
    fault: str = ""
    """What is wrong with the words to search for."""

    def query(self, page: int | None = None, order: str = "") -> dict[str, str | int]:
        """What the address needs besides, for this page or another one, or sorted in another way from its start."""
        wanted, order = self.wanted, Order(order or self.wanted.order)
        number = page or (self.page if order == wanted.order else 1)
        told = {
            "q": wanted.words,
            "which": "" if wanted.which is Which.ALL else wanted.which.value,
            "sort": "" if order == Order.NUMBER else order,
            "page": number if number > 1 else "",
        }
        return {name: value for name, value in told.items() if value}


def read(sent: Mapping[str, str]) -> Asked:
    """What was asked for; 404 for a sort, an order or a page that there is not."""
    words = CONTROLS.sub("", sent.get("q", "")).strip()
    try:
        which, order = Which(sent.get("which") or Which.ALL), Order(sent.get("sort") or Order.NUMBER)
    except ValueError:
        abort(404)
    fault = ""
    if len(words) > WORDS_CHARACTERS:
        words, fault = words[:WORDS_CHARACTERS], _("That is too long to search for.")
    return Asked(Wanted(words, which, order), read_page(sent.get("page", "")), fault)
