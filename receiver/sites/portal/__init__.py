"""The customers' site of a company: sign-in, home, contact, schedule, history, and the logo."""

from __future__ import annotations

from receiver.sites.portal import contact, history, home, invoices, logo, schedule, sign_in, statement
from receiver.sites.portal.blueprint import blueprint

for _pages in (sign_in, home, contact, schedule, history, invoices, statement, logo):
    _pages.add_to(blueprint)

__all__ = ["blueprint"]
