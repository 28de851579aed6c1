"""What the User List is asked for: by its address, or by the hidden fields of a form that leads back to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from flask import abort

from receiver.domain.people.user_list import Wanted, Who
from receiver.sites.typed import CONTROLS
from receiver.web.language import gettext as _
from receiver.web.paging import PAGE_DIGITS

WORDS_CHARACTERS: Final = 100
BACKWARDS: Final = "z-a"


@dataclass(frozen=True, slots=True)
class Asked:
    """A page of the list."""

    wanted: Wanted
    fault: str = ""
    """What is wrong with the words to search for."""

    def query(self, page: int | None = None, *, turned: bool = False) -> dict[str, str | int]:
        """What the address needs besides, for this page or another one; or `turned`, from its start."""
        wanted = self.wanted
        backwards = wanted.backwards is not turned
        number = page or (1 if turned else wanted.page)
        told = {
            "q": wanted.text,
            "who": wanted.who.value,
            "sort": BACKWARDS if backwards else "",
            "page": number if number > 1 else "",
        }
        return {name: value for name, value in told.items() if value}

    def at(self, page: int) -> Asked:
        """The same at another page."""
        return replace(self, wanted=replace(self.wanted, page=page))


def read(sent: Mapping[str, str]) -> Asked:
    """What was asked for; 404 for an order, a part of the list, or a page that there can't be."""
    words, sort, page = CONTROLS.sub("", sent.get("q", "")).strip(), sent.get("sort", ""), sent.get("page", "")
    numbered = not page or (page.isascii() and page.isdecimal() and len(page) <= PAGE_DIGITS and int(page) > 0)
    if sort not in ("", BACKWARDS) or sent.get("who", "") not in set(Who) or not numbered:
        abort(404)
    fault = ""
    if len(words) > WORDS_CHARACTERS:
        words, fault = words[:WORDS_CHARACTERS], _("That is too long to search for.")
    return Asked(Wanted(words, Who(sent.get("who", "")), sort == BACKWARDS, int(page or 1)), fault)
