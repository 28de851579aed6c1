"""The demo looks at its own portal as a stranger would: over HTTP, with passwords read from the practice database."""

from __future__ import annotations

import http.cookiejar
import random
import sqlite3
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from html.parser import HTMLParser
from http import HTTPStatus
from pathlib import Path

from installer.errors import SetUpError

VISITORS = 20
SECONDS = 30

ON_PORTAL = "is_customer = 1 AND COALESCE(is_employee, 0) = 0 AND COALESCE(not_on_portal, 0) = 0"
WITH_PASSWORD = f"status = 'ACTIVE' AND {ON_PORTAL} AND COALESCE(password, '') <> ''"


@dataclass(frozen=True)
class Person:
    """A customer as the practice database knows him."""

    number: str
    password: str
    name: str


class Words(HTMLParser):
    """The words of a page, its text fields by type, and its forms' hidden fields."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.fields: dict[str, str] = {}
        self.hidden: dict[str, str] = {}
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """The parser tells of a tag."""
        found = {name: value or "" for name, value in attrs}
        if tag == "input" and found.get("type") == "hidden":
            self.hidden[found.get("name", "")] = found.get("value", "")
        elif tag == "input":
            self.fields[found.get("type", "text")] = found.get("name", "")

    def handle_data(self, data: str) -> None:
        """The parser tells of a text."""
        self.said.append(data)

    @property
    def text(self) -> str:
        """The words, blanks made one."""
        return " ".join(" ".join(self.said).split())


def people(practice: Path, where: str, count: int) -> list[Person]:
    """Up to `count` customers by chance, by plain SQL."""
    sql = f"SELECT number, COALESCE(password, ''), name FROM customers WHERE {where} ORDER BY number"
    with closing(sqlite3.connect(f"{practice.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        found = [Person(*row) for row in connection.execute(sql)]
    return random.sample(found, min(count, len(found)))


def home_of(portal: str, number: str, password: str) -> str | None:
    """Sign in at the portal (`http://.../112/`); the words of the customer's home page, or None where refused.

    Raises `SetUpError` where the portal itself is in trouble.
    """
    try:
        return _home_of(portal, number, password)
    except urllib.error.HTTPError as error:
        with error:
            if error.code < HTTPStatus.INTERNAL_SERVER_ERROR:
                return None
            raise SetUpError(f"The portal answered with {error.code} {error.reason}.", "See serve.log.") from error


def _home_of(portal: str, number: str, password: str) -> str | None:
    jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), jar)
    page = urllib.parse.urljoin(portal, "sign-in")
    with opener.open(page, timeout=SECONDS) as answer:
        form = Words(answer.read().decode())
    typed = {form.fields.get("text", "identifier"): number, form.fields.get("password", "password"): password}
    origin = urllib.parse.urlsplit(portal)
    request = urllib.request.Request(
        page,
        data=urllib.parse.urlencode({**form.hidden, **typed}).encode(),
        headers={"Origin": f"{origin.scheme}://{origin.netloc}", "Referer": page},
    )
    with opener.open(request, timeout=SECONDS) as answer:
        return Words(answer.read().decode()).text if answer.url.rstrip("/") == portal.rstrip("/") else None


def faults(portal: str, practice: Path, *, in_use: bool = False) -> list[str]:
    """What is wrong with the portal, a sentence each; nothing where all is well. `in_use`: customers may have set
    passwords of their own meanwhile, or were deactivated there, so that only nobody at all let in is a fault."""
    found, refused = [], []
    visitors = people(practice, WITH_PASSWORD, VISITORS)
    if not visitors:
        found.append("The practice database has no customer who could sign in.")
    for one in visitors:
        home = home_of(portal, one.number, one.password)
        if home is None:
            refused.append(f"Customer {one.number} was refused with the password of the practice database.")
        elif one.number not in home or " ".join(one.name.split()) not in home:
            found.append(f"Customer {one.number} signed in, but the page does not show this number and name.")
    if not in_use or len(refused) == len(visitors):
        found += refused
    for status in ("ON HOLD", "PATTERN"):
        for one in people(practice, f"status = '{status}'", 1):
            if home_of(portal, one.number, one.password or "clip") is not None:
                found.append(f"{one.number} is {status} and was let in.")
    for one in visitors[:1]:
        if home_of(portal, one.number, f"not {one.password}") is not None:
            found.append(f"Customer {one.number} was let in with a wrong password.")
    return found


def mail_faults(mail_url: str, send: Callable[[str], None]) -> list[str]:
    """What is wrong with the mails: `send` has one sent, which has to stand on the page at `mail_url` soon."""
    to = f"try-{random.randrange(10**9)}@example.com"
    send(to)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        with opener.open(mail_url, timeout=SECONDS) as answer:
            if to in answer.read().decode():
                return []
        time.sleep(0.2)
    return [f"A mail to {to} did not arrive within {SECONDS} seconds."]
