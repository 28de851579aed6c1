"""The customers' site of a company: sign-in, home, contact, schedule, history, and the logo."""

from __future__ import annotations

from receiver.sites.portal import (
    account,
    calendar,
    contact,
    first,
    forgotten,
    history,
    home,
    link,
    logo,
    schedule,
    sign_in,
)
from receiver.sites.portal.blueprint import blueprint

for _pages in (sign_in, forgotten, link, first, home, contact, schedule, history, account, calendar, logo):
    _pages.add_to(blueprint)

__all__ = ["blueprint"]
