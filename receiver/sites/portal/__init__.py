"""The customers' site of a company: sign-in, home, contact, schedule, history, requests, my account, and the logo."""

from __future__ import annotations

from receiver.sites.portal import (
    account,
    asking,
    contact,
    history,
    home,
    installing,
    invoices,
    language,
    logo,
    message,
    schedule,
    sign_in,
    statement,
)
from receiver.sites.portal.blueprint import blueprint

for _pages in (
    sign_in,
    home,
    contact,
    schedule,
    history,
    asking,
    message,
    invoices,
    statement,
    account,
    logo,
    language,
    installing,
):
    _pages.add_to(blueprint)

__all__ = ["blueprint"]
