"""The customers' site of a company: sign-in, home, contact, schedule, history, and the logo."""

from __future__ import annotations

from receiver.sites.portal import (
    account,
    accounts,
    asking,
    calendar,
    contact,
    data,
    first,
    forgotten,
    history,
    home,
    installing,
    invitation,
    language,
    link,
    logo,
    message,
    people,
    schedule,
    sign_in,
)
from receiver.sites.portal.blueprint import blueprint

_door = (sign_in, forgotten, link, first, invitation, language, installing)
_pages = (home, contact, schedule, history, asking, message, account, accounts, people, calendar, data, logo)
for _one in (*_door, *_pages):
    _one.add_to(blueprint)

__all__ = ["blueprint"]
