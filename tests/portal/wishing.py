"""A customer who fills in forms as a browser does, and a look at what the receiver keeps of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
import requests
from sqlalchemy import select

from receiver.db.lanes import Lane
from receiver.domain.mail.models import Mail
from receiver.domain.requests.answering import answer
from receiver.domain.requests.making import new_form_key
from receiver.domain.requests.models import CustomerRequest
from shared import records
from shared.outbound import Action, Answer, Wish
from tests.portal.cast import Office, Person
from tests.support.pages import Element
from tests.support.visitor import Visitor

WORD = "maple syrup"
HOUSE = records.Property("p1", "", "14 Maple Court", "Springfield", notes="Ring twice.\nThe dog is kind.")
KNOWN: Mapping[str, object] = {
    "first_name": "Ruth",
    "email": "ruth@example.com",
    "street": "PO Box 7",
    "city": "Springfield",
    "phones": (records.Phone("mobile", "555-0102"), records.Phone("work", "555-0103")),
    "properties": (HOUSE,),
}


def ruth(**details: object) -> Person:
    """Customer 1047, whose password is `WORD`."""
    return Person("1047", WORD, "Ruth Alvarez", details={**KNOWN, **details})


def filled(page: Element, action: str) -> dict[str, str]:
    """What a browser sends of the form whose action ends so, as it is shown."""
    form = next(one for one in page.all("form") if one.attributes.get("action", "").endswith(action))
    sent = {}
    for one in form.all("input"):
        if one.attributes.get("type") != "radio" or "checked" in one.attributes:
            sent[one.attributes["name"]] = one.attributes.get("value", "")
    for one in form.all("textarea"):
        sent[one.attributes["name"]] = one.exact_text.removeprefix("\n").replace("\n", "\r\n")
    return sent


@dataclass(frozen=True)
class Writer:
    """Somebody who is signed in, at a company."""

    visitor: Visitor
    office: Office

    def send(self, path: str, fields: Mapping[str, str], status: int = 200, page: Element | None = None) -> Element:
        """Fill in the form of that page, and send it; `page` where it is open already."""
        page = page or self.visitor.get(path)
        return self.visitor.submit(page, path, {**filled(page, path), **fields}, status)

    def post(self, path: str, fields: Mapping[str, str]) -> requests.Response:
        """Send just these fields, redirects not followed."""
        headers = {"Origin": self.visitor.url}
        address = self.visitor.address(path)
        return self.visitor.session.post(address, data=dict(fields), headers=headers, timeout=30, allow_redirects=False)

    def requests(self) -> list[CustomerRequest]:
        """What the company was asked for, oldest first."""
        with self.office.work.reading(self.office.company_id) as session:
            found = select(CustomerRequest).where(CustomerRequest.company_id == self.office.company_id)
            return list(session.scalars(found.order_by(CustomerRequest.number)))

    def wish(self) -> Wish:
        """The newest."""
        return msgspec.json.decode(self.requests()[-1].body, type=Wish)

    def mails(self) -> list[Mail]:
        """What waits to be mailed."""
        with self.office.work.reading(self.office.company_id) as session:
            return list(session.scalars(select(Mail).where(Mail.company_id == self.office.company_id)))

    def hear(self, action: Action, text: str = "", number: int = 1) -> None:
        """What the office says to a request."""
        company = self.office.company_id
        with self.office.work.writing(company, Lane.VISITORS) as session:
            said = Answer(new_form_key(), action, "Dana", text)
            answer(session, company, "0" * 16, number, said, self.requests()[number - 1].made_at)
