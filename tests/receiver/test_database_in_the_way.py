"""The receiver's database is locked by another program, or its disk is full (reliability F15, F19)."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from shared.records import Customer
from tests.receiver.hosted import begun, publish
from tests.receiver.publishing import some_customers
from tests.receiver.signed import Computer, changes_of, code_of
from tests.support.receiver import Receiver
from tests.support.small_disk import fill, small_disk
from tests.support.visitor import Visitor

FIRST = some_customers(5)
SECOND = some_customers(200, street="Elm Street")


@contextmanager
def locked(database: Path) -> Iterator[None]:
    """As if another program wrote for a long time."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield


@dataclass
class Published:
    """A receiver with one computer, and the first set published as snapshot `number`."""

    receiver: Receiver
    computer: Computer
    number: int

    @classmethod
    def make(cls, folder: Path) -> Published:
        """A fresh one, which serves."""
        receiver = Receiver(folder)
        receiver.init()
        code = receiver.create_company(112, "Green Valley")
        receiver.serve()
        computer = Computer(receiver.url)
        assert computer.pair(code).status_code == 201
        return cls(receiver, computer, publish(computer, "key-0001", FIRST).id)

    def still_shows_the_first(self) -> None:
        """The old snapshot is served, and the portal answers."""
        status = self.computer.send("GET", "status").json()
        assert (status["newest"], status["published"]) == (self.number, self.number)
        with Visitor(self.receiver.url, 112) as visitor:
            visitor.get("sign-in")

    def takes_the_second(self) -> None:
        """Everything works again without anybody's doing."""
        assert publish(self.computer, "key-0003", SECOND, self.number).state == "done"


@pytest.fixture
def published(tmp_path: Path) -> Iterator[Published]:
    """A receiver of this test alone."""
    one = Published.make(tmp_path / "receiver")
    yield one
    one.receiver.end()


def says_full(answer: requests.Response) -> None:
    """The answer says that there is no space, not that something is broken."""
    assert (answer.status_code, code_of(answer)) == (507, "storage-full"), answer.text


def test_F19_a_locked_database_is_a_matter_of_time(published: Published) -> None:
    computer, receiver = published.computer, published.receiver
    opened = begun(computer, "key-0002", SECOND, published.number)
    with locked(receiver.database):
        answer = computer.put(opened.id, 1, changes_of(SECOND))
        assert (answer.status_code, code_of(answer)) == (503, "busy")
        assert int(answer.headers["Retry-After"]) > 0
        published.still_shows_the_first()
        told = receiver.run("pairing-code", "--company", "112", "--json")
        assert (told.code, told.json["error"]["title"]) == (5, "The database is busy.")
    assert computer.put(opened.id, 1, changes_of(SECOND)).status_code == 204
    published.takes_the_second()


def test_F15_what_a_quota_or_a_limit_refuses_is_no_space(published: Published) -> None:
    receiver = published.receiver
    opened = begun(published.computer, "key-0002", SECOND, published.number)
    receiver.end()
    receiver.serve(file_limit=100_000)
    large = {name: Customer(record_id="1", name=os.urandom(2_000).hex()) for name in SECOND if name[0] == "customer"}
    says_full(published.computer.put(opened.id, 1, changes_of(large)))
    published.still_shows_the_first()
    receiver.end()
    receiver.serve()
    published.takes_the_second()


if os.geteuid() == 0:

    def test_F15_a_full_disk_refuses_what_is_new_and_shows_what_was(tmp_path: Path) -> None:
        with small_disk(tmp_path / "disk") as folder:
            published = Published.make(folder / "receiver")
            try:
                opened = begun(published.computer, "key-0002", SECOND, published.number)
                fill(folder / "ballast")
                says_full(published.computer.put(opened.id, 1, changes_of(SECOND)))
                says_full(published.computer.commit(opened.id))
                published.still_shows_the_first()
                (folder / "ballast").unlink()
                published.takes_the_second()
            finally:
                published.receiver.end()
