"""The customers' portal of each company, below `/<company>/`."""

from __future__ import annotations

from receiver.sites.portal import account, contact, history, home, installing, language, logo, mails, schedule, sign_in
from receiver.sites.portal.blueprint import blueprint

for _pages in (sign_in, home, contact, schedule, history, account, mails, logo, language, installing):
    _pages.add_to(blueprint)

__all__ = ["blueprint"]
