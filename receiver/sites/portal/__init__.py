"""The customers' site of a company: sign-in, home, contact, schedule, history, and the logo."""

from __future__ import annotations

from receiver.sites.portal import (
    account,
    contact,
    first,
    forgotten,
    history,
    home,
    link,
    logo,
    own_sessions,
    password,
    schedule,
    sign_in,
    sign_in_name,
)
from receiver.sites.portal.blueprint import blueprint

_SIGNING_IN = (sign_in, forgotten, link, first, password, sign_in_name, own_sessions)

for _pages in (*_SIGNING_IN, home, contact, schedule, history, account, logo):
    _pages.add_to(blueprint)

__all__ = ["blueprint"]
