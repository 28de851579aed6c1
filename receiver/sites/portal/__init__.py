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
    looks,
    mails,
    message,
    own_sessions,
    passkeys,
    password,
    people,
    schedule,
    sign_in,
    sign_in_name,
    statement,
)
from receiver.sites.portal.blueprint import blueprint

for _pages in (
    sign_in,
    forgotten,
    link,
    first,
    invitation,
    passkeys,
    password,
    sign_in_name,
    own_sessions,
    home,
    contact,
    schedule,
    history,
    asking,
    message,
    invoices,
    statement,
    account,
    accounts,
    people,
    mails,
    calendar,
    data,
    logo,
    looks,
    language,
    installing,
):
    _pages.add_to(blueprint)

__all__ = ["blueprint"]
