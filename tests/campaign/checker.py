"""`python -m tests.campaign.checker URL COMPANY PRACTICE PAUSE DATABASE`: an independent eye on a portal.

Signs in as a few customers, reads their pages over HTTP, the practice database and the receiver's DATABASE by plain SQL
(see `evidence`), and knows nothing of agent or receiver. Everything in the practice database carries a mark,
"Edition 7"; so every page must carry one mark alone, and but for marks it must stay what it was.

It obeys lines of JSON on standard input: `{"watch": [6, 7]}` reads a page every PAUSE seconds until `{"rest": true}`
and tells what was seen, `{"look": 7, "sent": [...]}` looks at every page and record once, beside the wishes to publish
that were sent, and tells what is wrong; `{"snapshot": 5}` tells the marks of that one; `{"sign in": true}` signs in
anew; the end of the lines ends it.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import requests

from tests.campaign.evidence import MARK, Evidence
from tests.campaign.lines import Lines
from tests.support.pages import read
from tests.support.visitor import Visitor

PAGES = ("", "contact", "schedule", "history")
CUSTOMERS = 2
WATCHED = (
    "SELECT number, password, name FROM customers WHERE status = 'ACTIVE' AND password <> '' AND is_customer = 1"
    " AND COALESCE(is_employee, 0) = 0 AND COALESCE(not_on_portal, 0) = 0"
    " AND EXISTS (SELECT 1 FROM jobs JOIN work ON work.job_id = jobs.id WHERE jobs.customer_id = customers.id)"
    " ORDER BY number LIMIT ?"
)
"""The customers whose pages are read: those who have something on each of them."""


@dataclass
class Eye:
    """Looks at the pages of some customers. `shape` is what each page said first, without its marks."""

    visitors: list[Visitor]
    practice: Path
    pause: float = 0.0
    """Seconds between two pages while it watches."""
    shape: dict[tuple[int, str], str] = field(default_factory=dict)
    lines: Lines = field(default_factory=Lines)

    @classmethod
    def opened(cls, url: str, company: int, practice: Path, pause: float) -> Eye:
        """Signed in, with the shape of every page. Raises `AssertionError` where somebody can't sign in."""
        people = rows(practice, WATCHED, CUSTOMERS)
        eye = cls([Visitor(url, company) for _ in people], practice, pause)
        eye.sign_in()
        return eye

    def sign_in(self) -> dict[str, Any]:
        """Sign everybody in, with the passwords of the practice database."""
        for visitor, (number, password, _) in zip(self.visitors, rows(self.practice, WATCHED, CUSTOMERS), strict=True):
            visitor.session.cookies.clear()
            visitor.sign_in(number, password)
        return {"faults": [] if all(one.signed_in for one in self.visitors) else ["a customer can't sign in"]}

    def watch(self, editions: Sequence[int]) -> dict[str, Any]:
        """Read pages until a line waits on standard input. They may move from the first edition to the second, once."""
        faults: list[str] = []
        shown, pages, away = editions[0], 0, 0
        for who, page in self._rounds():
            if self.lines.wait(self.pause):
                break
            try:
                found, edition = self._page(who, page)
            except requests.RequestException:
                away += 1
                continue
            pages += 1
            faults += found
            if edition not in editions:
                faults.append(f"a page shows edition {edition}, published were {list(editions)}")
            elif edition < shown:
                faults.append(f"a page went back from edition {shown} to {edition}")
            shown = max(shown, edition)
        return {"pages": pages, "away": away, "shown": shown, "faults": sorted(set(faults))}

    def look(self, edition: int) -> dict[str, Any]:
        """Every page once: it shows `edition`, which is what the practice database holds."""
        faults: list[str] = []
        try:
            for who in range(len(self.visitors)):
                for page in PAGES:
                    found, shown = self._page(who, page)
                    faults += found
                    if shown != edition:
                        faults.append(f"{page or 'home'} shows edition {shown}, not {edition}")
            if not faults:
                faults += [fault for visitor in self.visitors for fault in self._held_against(visitor)]
        except requests.RequestException as error:
            faults.append(f"no answer: {error}")
        return {"faults": sorted(set(faults)), "practice": sha256(self.practice.read_bytes()).hexdigest()}

    def _rounds(self) -> Iterator[tuple[int, str]]:
        while True:
            for page in PAGES:
                for who in range(len(self.visitors)):
                    yield who, page

    def _page(self, who: int, page: str) -> tuple[list[str], int]:
        """What is wrong with a page, and the edition that it shows (the lowest, where it shows several)."""
        visitor = self.visitors[who]
        answer = visitor.session.get(visitor.address(page), timeout=30)
        name = f"{page or 'home'} of customer {who}"
        if answer.status_code != 200:
            return [f"{name} answers {answer.status_code}"], -1
        whole = read(answer.text)
        as_of = whole.one("footer").all("time")
        text = whole.text.replace(as_of[0].text, "@") if as_of else whole.text
        marks = {int(mark) for mark in MARK.findall(text)}
        if not marks:
            return [f"{name} shows nothing of the office"], -1
        faults = [f"{name} mixes editions {sorted(marks)}"] if len(marks) > 1 else []
        # Home greets by the time of day, which may change in between.
        shape = MARK.sub("Edition", text.replace(whole.one("h1").text, "@"))
        if self.shape.setdefault((who, page), shape) != shape:
            faults.append(f"{name} has lost or gained something")
        return faults, min(marks)

    def _held_against(self, visitor: Visitor) -> list[str]:
        """The visitor's pages beside the rows they come from."""
        contact, schedule = (read(visitor.session.get(visitor.address(page), timeout=30).text) for page in PAGES[1:3])
        number = contact.one("main").one("dd", **{"class": "exact"}).text
        own = rows(self.practice, "SELECT id, name, street, city FROM customers WHERE number = ?", number)
        (key, *words) = own[0]
        faults = [f"contact of {number} lacks {word!r}" for word in words if word and word not in contact.text]
        jobs = {str(row[0]) for row in rows(self.practice, "SELECT number FROM jobs WHERE customer_id = ?", key)}
        shown = {one.attributes["data-job"] for one in schedule.all("article", data_job="*")}
        return faults + ([] if shown <= jobs and shown else [f"schedule of {number} shows jobs {shown - jobs}"])


def rows(practice: Path, sql: str, *values: object) -> list[tuple[Any, ...]]:
    """What plain SQL says of the practice database."""
    with closing(sqlite3.connect(f"{practice.as_uri()}?mode=ro", uri=True)) as connection:
        return connection.execute(sql, values).fetchall()


def main() -> None:
    """Obey standard input."""
    url, company, practice, pause, database = sys.argv[1:]
    eye = Eye.opened(url, int(company), Path(practice), float(pause))
    evidence = Evidence(database, int(company), Path(practice))
    while line := eye.lines.next():
        wish = json.loads(line)
        if "watch" in wish:
            told = eye.watch(wish["watch"])
        elif "look" in wish:
            told = eye.look(wish["look"])
            told["faults"] += evidence.faults(wish["look"], wish["sent"])
        elif "sign in" in wish:
            told = eye.sign_in()
        elif "snapshot" in wish:
            told = {"editions": sorted(evidence.editions(wish["snapshot"]))}
        else:
            continue
        print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
