"""Requests of customers, written straight into a receiver's database, as the portal's forms leave them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

import msgspec

from receiver.db.lanes import Lane
from receiver.db.unit_of_work import UnitOfWork, now
from receiver.domain.people.users import CUSTOMER
from receiver.domain.requests.counters import next_request, raised
from receiver.domain.requests.models import CustomerRequest
from shared.outbound import Answer, Asked, Claim, Kind, Outbound, Wish
from tests.receiver.signed import Computer


@dataclass(frozen=True)
class Wishing:
    """A customer of `company` who asks."""

    work: UnitOfWork
    company: int
    record_id: str = "1"

    def ask(self, kind: Kind = "job", wish: Wish | None = None) -> int:
        """Ask for something; gives the number of the request."""
        with self.work.writing(self.company, Lane.VISITORS) as session:
            number = next_request(session, self.company)
            session.add(
                CustomerRequest(
                    company_id=self.company,
                    number=number,
                    form_key=secrets.token_hex(8),
                    record_id=self.record_id,
                    customer_number=f"0000{self.record_id}",
                    customer_name="Ruth Alvarez",
                    user_id=f"{CUSTOMER}{self.record_id}",
                    user_name="Ruth Alvarez",
                    user_email="ruth@example.com",
                    kind=kind,
                    state="sent",
                    body=msgspec.json.encode(wish or Wish(text="Please mind the dog.", job="22001")),
                    snapshot=1,
                    made_at=now(),
                    moved=raised(session, self.company),
                )
            )
        return number


def moved(computer: Computer, after: int = 0) -> Outbound:
    """`GET outbound?after=N`."""
    answer = computer.send("GET", f"outbound?after={after}")
    assert answer.status_code == 200, answer.text
    return msgspec.json.decode(answer.content, type=Outbound)


def asked(answer: bytes) -> Asked:
    """The request in an answer."""
    return msgspec.json.decode(answer, type=Asked)


def claim_of(by: str = "Dana") -> bytes:
    """The body of a claim."""
    return msgspec.json.encode(Claim(by))


def answer_of(words: Answer) -> bytes:
    """The body of an answer."""
    return msgspec.json.encode(words)
