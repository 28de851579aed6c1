"""How many bytes a page costs somebody with a phone: the first one with all it loads, each further one by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tests.support.pages import read
from tests.support.states import Shown

FIRST: Final = 60_000
AFTER: Final = 15_000
DESK: Final = 75_000
SPLASH: Final = 100_000
"""Bytes over the wire, headers left out: of a first page, of a further one, of a first page of the administration site,
which has a stylesheet more, and of a splash screen."""


def parts(html: str) -> list[str]:
    """What a page loads, as it names it; pictures that come when they are scrolled to are none of it."""
    page = read(html)
    links = [one.attributes["href"] for one in page.all("link", href="*")]
    return links + [one.attributes["src"] for one in page.all(src="*") if one.attributes.get("loading") != "lazy"]


def faults(shown: Shown, sizes: Mapping[str, int]) -> list[str]:
    """Whether a page is too heavy; `sizes` are those of what pages load."""
    own = int(shown.headers.get("Content-Length", len(shown.html.encode())))
    splash = {one.attributes["src"] for one in read(shown.html).all("img") if one.attributes.get("class") == "splash"}
    first = own + sum(sizes[one] for one in parts(shown.html) if one not in splash)
    limit = DESK if shown.name.startswith("admin-") else FIRST
    found = [f"{shown.name}: {own} bytes"] if own > AFTER else []
    found += [f"{shown.name}: {one} has {sizes[one]} bytes" for one in splash if sizes[one] > SPLASH]
    return found + ([f"{shown.name}: {first} bytes with all it loads"] if first > limit else [])
