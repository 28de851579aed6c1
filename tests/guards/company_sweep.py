"""The two-company sweep: every route of a company, visited by somebody of another one, shows nothing of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import requests
from flask import Flask

from tests.support.office import Office

VALUES: dict[str, str] = {
    "number": "1",
    "name": "0" * 22,
    "position": "0",
    "token": "0" * 43,
    "mail": "0" * 24,
    "kind": "reminder",
    "device": "0" * 16,
}
"""What to put for an argument of a route other than the company; a route whose argument is not named here fails the
sweep, so that nobody forgets to sweep it."""


@dataclass(frozen=True)
class Route:
    """A route of a company; `path` is what follows the company's number."""

    method: str
    path: str


def company_routes(app: Flask) -> list[Route]:
    """Every route below a company's number, with every method, arguments filled in."""
    found = []
    for rule in app.url_map.iter_rules():
        if not rule.rule.startswith("/<company:"):
            continue
        path = re.sub(r"^/<[^>]*>", "", rule.rule)
        for name in re.findall(r"<(?:[^:>]+:)?([^>]+)>", path):
            if name not in VALUES:
                raise AssertionError(f"the sweep has no value for <{name}> of {rule.rule}: name it in VALUES")
            path = re.sub(rf"<(?:[^:>]+:)?{name}>", VALUES[name], path)
        found += [Route(method, path) for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})]
    return found


def private_words(office: Office) -> frozenset[str]:
    """What is told only to customers of this office: names, streets, phones, e-mail addresses, job numbers and notes
    of all its customers."""
    words: set[str] = set()
    for sql in (
        "SELECT name, street, email, company_name FROM customers",
        "SELECT number FROM phones",
        "SELECT street, notes FROM properties",
        "SELECT number, portal_note FROM jobs",
    ):
        for row in office.rows(sql):
            words.update(str(value).strip() for value in row if value and len(str(value).strip()) >= 5)
    return frozenset(words)


@dataclass(frozen=True)
class Stranger:
    """Somebody who is signed in at another company: his cookies, and the hidden fields of a form he was given there."""

    cookies: dict[str, str]
    fields: dict[str, str]


def leaks(url: str, company: int, routes: Iterable[Route], stranger: Stranger, words: Iterable[str]) -> list[str]:
    """Visit every route of `company`; what was answered although it is none of the stranger's business.

    A redirect is not followed: what it says is looked at, and where it leads is a route of its own.
    """
    found = []
    words = list(words)
    for route in routes:
        answer = requests.request(
            route.method,
            f"{url}/{company}{route.path}",
            cookies=stranger.cookies,
            headers={"Origin": url},
            data=stranger.fields if route.method == "POST" else None,
            allow_redirects=False,
            timeout=30,
        )
        seen = answer.text + str(answer.headers)
        told = [word for word in words if word in seen]
        if told:
            found.append(f"{route.method} /{company}{route.path}: {told[:3]}")
        if answer.status_code >= 500:
            found.append(f"{route.method} /{company}{route.path}: {answer.status_code}")
    return found
