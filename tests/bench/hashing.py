"""The verifiers of a first Process beside Argon2id alone on all cores; what the portal shows meanwhile; and how many
are made later."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from argon2.low_level import Type, hash_secret_raw

from tests.bench.ground import ground
from tests.bench.measuring import Cost, Result, Run, Scale, at_least, at_most, middle, timed
from tests.support.office import Office
from tests.support.receiver import Receiver
from tests.support.visitor import Visitor

MEMORY_KIB = 19_456
"""OWASP's parameters, written out: t=2, p=1, 16 bytes of salt, 32 of tag."""
CHANGED = 5
"""Passwords that are changed later."""
MARK = "Edition 2"
LIVE = 0.5
"""The bar: the data are there before half of the hashing is done. The goal says only: before it ends."""
LONGEST_WAIT = 120
CREDENTIALS = """SELECT key, hash FROM records WHERE company_id = :company AND kind = 'credential'
    AND since <= (SELECT max(number) FROM snapshots WHERE company_id = :company)
    AND until > (SELECT max(number) FROM snapshots WHERE company_id = :company) ORDER BY key"""
"""The verifiers that the newest snapshot of a company has."""


def rows(folder: Path, scale: Scale) -> list[Result]:
    """The rows about credentials."""
    shares, served, made = [], [], []
    with ground(folder, scale.database) as here:
        receiver = here.receiver()
        for company in range(300, 300 + scale.rounds):
            first = First(folder, company, receiver, scale.passwords)
            with first.visited() as visitor:
                alone = bare(first.count)
                run, live, whole = first.process(visitor)
            spent = run.answer.json["seconds"]["passwords"]
            shares.append(alone.wall / spent)
            served.append(min(1.0, max(0.0, (whole - live) / spent)))
            made.append(first.change_some())
    assert min(made) >= CHANGED, "a changed password was not published"
    detail = (
        f"share of Argon2id's own speed, {first.count} passwords; processor time {run.cpu:.2f} s for the whole Process,"
        f" {alone.cpu:.2f} s for Argon2id alone"
    )
    shown = "share of the hashing during which the portal showed the new data"
    later = f"{CHANGED} were changed: the larger of those hashed and those replaced at the receiver"
    found = [
        at_least("credentials", middle(shares), 0.9, detail),
        at_least("credentials: portal live meanwhile", middle(served), LIVE, shown),
        at_most("credentials: later only changed ones", max(made), CHANGED, later),
    ]
    return [scale.naming(one) for one in found]


def bare(count: int) -> Cost:
    """What Argon2id alone takes for `count` passwords."""
    begun, used = time.monotonic(), time.process_time()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(lambda n: hash_secret_raw(b"%d" % n, b"s" * 16, 2, MEMORY_KIB, 1, 32, Type.ID), range(count)))
    return Cost(time.monotonic() - begun, time.process_time() - used)


class First:
    """An office whose customers get their passwords all at once; one has his already, and looks at the portal."""

    def __init__(self, folder: Path, company: int, receiver: Receiver, customers: int) -> None:
        self.office = Office(folder / str(company), company)
        self.office.sample(customers, seed=company)
        self._receiver = receiver
        self._passwords = self.office.passwords()
        self._watcher = self.office.rows(
            "SELECT number, password FROM customers WHERE number IN (SELECT value FROM json_each(?)) AND EXISTS"
            " (SELECT 1 FROM jobs WHERE customer_id = customers.id) ORDER BY number LIMIT 1",
            "[" + ",".join(f'"{number}"' for number in self._passwords) + "]",
        )[0]
        self.count = len(self._passwords) - 1

    @contextmanager
    def visited(self) -> Iterator[Visitor]:
        """Published without the others' passwords; the one customer is signed in. Then the passwords are there, and his
        jobs have a mark."""
        number, password = self._watcher
        self.office.change("UPDATE customers SET password = '' WHERE number <> ?", number)
        self.office.change("UPDATE users SET password = ''")
        self.office.pair(self._receiver, self._receiver.create_company(self.office.company, "Bench"))
        self.office.process()
        with Visitor(self._receiver.url, self.office.company) as visitor:
            visitor.sign_in(number, password)
            for other, secret in self._passwords.items():
                self.office.change("UPDATE customers SET password = ? WHERE number = ?", secret, other)
            self.office.change("UPDATE jobs SET portal_note = ?", MARK)
            yield visitor

    def process(self, visitor: Visitor) -> tuple[Run, float, float]:
        """Process; when the visitor saw the mark, and when the receiver had every verifier."""
        words = ["-m", "agent", "process", "--json", "--home", str(self.office.home)]
        with ThreadPoolExecutor(1) as pool:
            running = pool.submit(timed, words, self.office.environment)
            live = moment(lambda: MARK in visitor.get("schedule").text, 0.05)
            whole = moment(lambda: len(self._published()) > self.count, 0.3)
            run = running.result()
        assert run.answer.code == 0, run.answer
        return run, live, whole

    def change_some(self) -> int:
        """Change a few passwords and Process once more: how many verifiers were made, or are others now."""
        before = self._published()
        for number in sorted(self._passwords)[:CHANGED]:
            self.office.change("UPDATE customers SET password = 'another ' || ? WHERE number = ?", number, number)
        hashed = int(self.office.process()["credentials"]["hashed"])
        after = self._published()
        return max(hashed, sum(after[key] != hash_ for key, hash_ in before.items()))

    def _published(self) -> dict[str, bytes]:
        return dict(self._receiver.told(CREDENTIALS, company=self.office.company))


def moment(so: Callable[[], bool], pause: float) -> float:
    """When something is so for the first time, looking after every pause: to look takes time from the hashing."""
    end = time.monotonic() + LONGEST_WAIT
    while not so():
        assert time.monotonic() < end
        time.sleep(pause)
    return time.monotonic()
