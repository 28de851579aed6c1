"""An office whose customers ask for things on the portal: the requests are written as the portal's forms leave them,
the office answers by the command line, and independent SQL looks at both ends."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import msgspec
import pytest

from agent.cli.root import run
from receiver.db.engine import make_engine
from receiver.db.lanes import Lane
from receiver.db.unit_of_work import UnitOfWork, now
from receiver.domain.people.users import CUSTOMER, PortalUser
from receiver.domain.requests.counters import next_request, raised
from receiver.domain.requests.models import CustomerRequest, Photo
from receiver.files import Files, new_name
from shared.outbound import Change, Kind, Wish
from tests.agent.conftest import Said
from tests.support.office import Office
from tests.support.receiver import Receiver


@dataclass(frozen=True)
class Inbox:
    """An office that is paired, and what its receiver holds of requests."""

    receiver: Receiver
    office: Office
    capture: pytest.CaptureFixture[str]
    numbers_from: int = 1_000
    """The number of a customer is so much more than the id of his record."""

    @property
    def company(self) -> int:
        """Whose customers ask."""
        return self.office.company

    @contextmanager
    def work(self) -> Iterator[UnitOfWork]:
        """The receiver's database."""
        engine = make_engine(self.receiver.database_url)
        yield UnitOfWork(engine)
        engine.dispose()

    def ask(self, kind: Kind, wish: Wish, record_id: str = "1") -> int:
        """A customer asks for something; gives the number of the request."""
        with self.work() as work, work.writing(self.company, Lane.VISITORS) as session:
            made: int = next_request(session, self.company)
            session.add(
                CustomerRequest(
                    company_id=self.company,
                    number=made,
                    form_key=secrets.token_hex(8),
                    record_id=record_id,
                    customer_number=str(self.numbers_from + int(record_id)),
                    customer_name=f"Customer {record_id}",
                    user_id=f"{CUSTOMER}{record_id}",
                    user_name=f"Customer {record_id}",
                    user_email="ruth@example.com",
                    kind=kind,
                    state="sent",
                    body=msgspec.json.encode(wish),
                    snapshot=1,
                    made_at=now(),
                    moved=raised(session, self.company),
                )
            )
        return made

    def change(self, *changes: tuple[str, str, str], record_id: str = "1") -> int:
        """Ask for a change of contact information: field, what was seen, what is wanted."""
        return self.ask("contact", Wish(changes=tuple(Change(*one) for one in changes)), record_id)

    def attaches(self, number: int, *pictures: bytes) -> None:
        """Photos came along with a message."""
        files = Files.at(self.receiver.environment["PORCHLIGHT_FILES_URL"])
        with self.work() as work, work.writing(self.company, Lane.VISITORS) as session:
            for position, picture in enumerate(pictures):
                name = new_name()
                files.keep(self.company, name, picture)
                session.add(
                    Photo(
                        company_id=self.company,
                        photo_id=name,
                        request=number,
                        position=position,
                        name="../../garden gate.jpg",
                        width=1,
                        height=1,
                        bytes=len(picture),
                        made_at=now(),
                    )
                )

    def is_accepted_elsewhere(self, number: int) -> None:
        """Lee accepts it at another computer of the office."""
        with self.work() as work, work.writing(self.company, Lane.VISITORS) as session:
            request = session.get_one(CustomerRequest, (self.company, number))
            request.state, request.answered_by, request.moved = "accepted", "Lee", raised(session, self.company)

    def chooses_own_password(self, record_id: str, verifier: bytes = b"{}") -> None:
        """A customer chose his portal password himself; without a `verifier`, the office's counts again."""
        with self.work() as work, work.writing(self.company, Lane.VISITORS) as session:
            user_id = f"{CUSTOMER}{record_id}"
            user = session.get(PortalUser, (self.company, user_id))
            if user is None:
                user = PortalUser(company_id=self.company, user_id=user_id, record_id=record_id, created_at=now())
                session.add(user)
            user.verifier, user.chosen_at = verifier, now()
            user.moved = raised(session, self.company)

    def run(self, *words: str) -> Said:
        """`agent WORDS`, in this process."""
        self.capture.readouterr()
        code = run([*words, "--home", str(self.office.home)])
        said = self.capture.readouterr()
        return Said(code, said.out, said.err)

    def must(self, *words: str, code: int = 0) -> dict[str, Any]:
        """Like `run --json`, for what has to end with `code`."""
        said = self.run(*words, "--json")
        assert said.code == code, said
        told: dict[str, Any] = json.loads(said.out)
        return told

    def requests(self, *words: object, code: int = 0) -> dict[str, Any]:
        """`agent requests WORDS --json`."""
        return self.must("requests", *map(str, words), code=code)

    def state(self, number: int) -> tuple[str, str, str]:
        """State, reason and who answered, as the receiver holds them."""
        sql = "SELECT state, reason, answered_by FROM requests WHERE company_id = :company AND number = :number"
        return self.receiver.told(sql, company=self.company, number=number)[0]

    def replies(self, number: int) -> list[str]:
        """What the customer reads of the office."""
        sql = "SELECT text FROM replies WHERE company_id = :company AND request = :number ORDER BY position"
        return [text for (text,) in self.receiver.told(sql, company=self.company, number=number)]

    def one(self, sql: str, *values: object) -> str:
        """The one text that independent SQL finds in the practice database; empty for NULL."""
        found = self.office.rows(sql, *values)[0][0]
        return "" if found is None else str(found)
