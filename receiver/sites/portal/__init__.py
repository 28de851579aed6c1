"""The customers' site of a company: sign-in and all that a customer sees and does behind it."""

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
    invoices,
    language,
    link,
    logo,
    mails,
    message,
    own_sessions,
    password,
    people,
    schedule,
    sign_in,
    sign_in_name,
    statement,
)
from receiver.sites.portal.blueprint import blueprint

_door = (sign_in, forgotten, link, first, invitation, logo, language, installing)
_pages = (home, contact, schedule, history, asking, message, invoices, statement)
_account = (account, password, sign_in_name, own_sessions, accounts, people, mails, calendar, data)
for _one in (*_door, *_pages, *_account):
    _one.add_to(blueprint)

__all__ = ["blueprint"]
