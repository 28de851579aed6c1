"""The address where customers pay, as the office writes it: with places for what is paid.

`https://pay.example/?account={number}&invoice={invoice}&amount={amount}` is filled in for each customer. The office's
computer says whether it may be written so, the portal fills it in and shows nothing where it is no address after all:
a mapped database may hold anything.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, urlsplit

NAMES: Final = ("{number}", "{invoice}", "{amount}")
"""The customer number, the number of the invoice (nothing where all of the balance is paid), and what is to be paid as
1234.50."""

_PLACE: Final = re.compile("|".join(re.escape(name) for name in NAMES))
_NOT_IN_ADDRESSES: Final = re.compile(r'[\s<>"\\^`{|}\x00-\x1f\x7f-\x9f]')


def plain(link: str) -> str:
    """The address with something in every place, to be judged as any other; empty where a place stands in front of the
    path, where it could lead to another host."""
    head = re.match(r"[^/?#]*(//[^/?#]*)?", link)
    if head is None or _PLACE.search(head.group()):
        return ""
    return _PLACE.sub("1", link)


def is_address(link: str) -> bool:
    """Whether it is an http address of a host, without user name and password."""
    address = plain(link)
    try:
        parts = urlsplit(address)
        named, _ = parts.hostname, parts.port
    except ValueError:
        return False
    return (
        parts.scheme in ("http", "https")
        and bool(named)
        and parts.username is None
        and parts.password is None
        and not _NOT_IN_ADDRESSES.search(address)
    )


def filled(link: str, **values: str) -> str:
    """The address with `values` (`number`, `invoice`, `amount`) in their places, percent-encoded; empty where it is
    none."""
    if not is_address(link):
        return ""
    return _PLACE.sub(lambda found: quote(values.get(found.group()[1:-1], ""), safe=""), link)


def names_invoice(link: str) -> bool:
    """Whether it leads to one invoice."""
    return "{invoice}" in link
