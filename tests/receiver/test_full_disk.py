"""The receiver's disk runs full: uploads are refused first, sign-ins last, and nothing has to be mended afterwards
(reliability F15). Small disks can be made by root only; others see what a limit of the file size does."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from shared.passwords import make_verifier
from shared.records import Credential
from tests.receiver.hosted import begun, publish
from tests.receiver.publishing import some_customers
from tests.receiver.signed import Computer, begin_of, changes_of, code_of
from tests.support.receiver import Receiver
from tests.support.small_disk import fill, small_disk
from tests.support.visitor import Visitor

PASSWORD = "maple-orbit-canyon"
FIRST = {**some_customers(5), ("credential", "00001"): Credential("1", make_verifier(PASSWORD).text())}
SECOND = {**FIRST, **some_customers(200, street="Elm Street")}
MEGABYTES = 8
LEFT = 300_000
"""Less than a twentieth of the disk, and more than a few sign-ins write."""


@contextmanager
def visitors(receiver: Receiver) -> Iterator[tuple[Visitor, Visitor]]:
    """Two people at the portal of company 112."""
    with Visitor(receiver.url, 112) as one, Visitor(receiver.url, 112) as other:
        yield one, other


@dataclass(frozen=True)
class Published:
    """A receiver, its computer, and the number of what it shows."""

    receiver: Receiver
    computer: Computer
    number: int


@contextmanager
def published(folder: Path) -> Iterator[Published]:
    """One in `folder`, which serves."""
    receiver = Receiver(folder)
    receiver.init()
    code = receiver.create_company(112, "Green Valley")
    receiver.serve()
    try:
        computer = Computer(receiver.url)
        assert computer.pair(code).status_code == 201
        yield Published(receiver, computer, publish(computer, "key-0001", FIRST).id)
    finally:
        receiver.end()


if os.geteuid() == 0:

    @pytest.fixture(scope="module")
    def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
        """A folder on a small disk."""
        with small_disk(tmp_path_factory.mktemp("full") / "disk", MEGABYTES) as folder:
            yield folder

    @pytest.fixture(scope="module")
    def small(disk: Path) -> Iterator[Published]:
        """A receiver whose data are on it."""
        with published(disk / "receiver") as one:
            yield one

    def test_F15_while_little_is_left_uploads_are_refused_and_people_sign_in(disk: Path, small: Published) -> None:
        computer, first = small.computer, small.number
        opened = begun(computer, "key-0002", SECOND, first)
        fill(disk / "ballast", leave=LEFT)
        changed = begin_of(SECOND, computer.record_key, idempotency_key="key-0003", base=first)
        for answer in (
            computer.begin(changed),
            computer.put(opened.id, 1, changes_of(SECOND)),
            computer.commit(opened.id),
        ):
            assert (answer.status_code, code_of(answer)) == (507, "storage-full")
        # Nothing to write, nothing to refuse.
        assert publish(computer, "key-0003", FIRST, first).state == "current"
        with visitors(small.receiver) as (one, other):
            one.sign_in("00001", "wrong-words-these", status=401)
            assert "Customer 1" in one.sign_in("00001", PASSWORD).text
            other.sign_in("00001", PASSWORD)
            one.submit(one.get(), "sign-out", {})
            (disk / "ballast").unlink()
            assert publish(computer, "key-0002", SECOND, first).state == "done"
            assert "Elm Street" in other.get("contact").text

    def test_F15_without_any_room_pages_go_on_and_a_sign_in_says_so(disk: Path, small: Published) -> None:
        with visitors(small.receiver) as (one, other):
            one.sign_in("00001", PASSWORD)
            fill(disk / "ballast")
            said = other.sign_in("00001", PASSWORD, status=503)
            assert "run out of space" in said.one("main").text and int(other.answer.headers["Retry-After"]) > 0
            assert said.one("input", name="identifier").attributes["value"] == "00001"
            assert PASSWORD not in other.answer.text
            assert not other.session.cookies.get("porchlight-112")
            for page in ("", "contact", "schedule", "history"):
                one.get(page)
            (disk / "ballast").unlink()
            other.sign_in("00001", PASSWORD)

    def test_F15_a_full_disk_below_the_log_stops_nobody(tmp_path: Path) -> None:
        with small_disk(tmp_path / "disk") as disk, published(tmp_path / "receiver") as one:
            one.receiver.end()
            one.receiver.log = disk / "serve.log"
            fill(disk / "ballast")
            one.receiver.serve()
            assert one.computer.commit(one.number + 1).status_code == 409
            assert publish(one.computer, "key-0002", SECOND, one.number).state == "done"
            assert one.receiver.log.read_bytes() == b""
            one.receiver.end()
