"""T15: whatever stands in the office's fields is text in every page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

import msgspec
import pytest

from shared import records
from tests.portal.cast import Office, Person
from tests.support.pages import Element
from tests.support.visitor import Visitor

CORPUS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title></textarea><svg onload=alert(1)>",
    "javascript:alert(1)//' onmouseover='alert(1)",
    "{{ 7*7 }}${7*7}{% include 'x' %}",
    "\u202eevil\u2066 \u200b\ufeff" + "e" + "\u0301" * 200,
    "x" * 300,
)
Body = TypeVar("Body", bound=msgspec.Struct)
PAGES = ("", "contact", "schedule", "history")
KEPT = {"id", "property_id", "record_id", "time_zone", "currency", "pay_link"}


def filled(body: type[Body], text: str, **known: object) -> Body:
    """A body whose every text field holds `text`."""
    texts = {one.name: text for one in msgspec.structs.fields(body) if one.type is str and one.name not in KEPT}
    return body(**{**texts, **known})


def tags(page: Element) -> list[str]:
    return [one.tag for one in page]


@pytest.mark.parametrize("text", CORPUS)
def test_T15_office_texts_are_text_everywhere(served: Office, guest: Callable[[Office], Visitor], text: str) -> None:
    company = msgspec.structs.asdict(filled(records.Company, text))
    served.publish(_customer(text), **company)
    harmless = served.company_id
    visitor = guest(served)
    visitor.sign_in("1", "maple")
    shown = {path: visitor.get(path) for path in PAGES}
    for path, page in shown.items():
        assert text.split()[0] in page.exact_text, path
        assert len(page.all("script")) == 1, path
        assert not [one for one in page if {"onerror", "onload", "onmouseover"} & one.attributes.keys()], path
        links = [one.attributes.get("href", "") for one in page.all("a")]
        assert all(link.startswith((f"/{harmless}/", "#", "tel:", "mailto:")) for link in links), links
    served.publish(_customer("plain"), **msgspec.structs.asdict(filled(records.Company, "plain")))
    for path, page in shown.items():
        assert tags(page) == tags(visitor.get(path)), f"{path}: a text changed the page"


def _customer(text: str) -> Person:
    house = filled(records.Property, text, id="p")
    job = filled(
        records.Job, text, property_id="p", next_visit=datetime(2027, 1, 2, 8), delayed=True, number="J" + text
    )
    visit = filled(records.Visit, text, property_id="p", started=datetime(2026, 1, 2, 8))
    body = filled(records.Customer, text, record_id="R1", properties=(house,), jobs=(job,))
    details = {**msgspec.structs.asdict(body), "phones": (records.Phone(text, text),), "history_years": (2026,)}
    return Person("1", "maple", name=text, details=details, history={2026: records.History((visit,))})
