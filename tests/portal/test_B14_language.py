"""B14: pages in the language of whoever reads them."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import select

from receiver.domain.people.users import PortalUser
from shared import records
from tests.portal.cast import Office, Person
from tests.portal.conftest import Serving
from tests.portal.test_pages import Guests

JOB = records.Job("7", "Leaf removal", next_visit=datetime(2031, 3, 4, 8, 15), delayed=True)


@pytest.fixture
def ruth(served: Office) -> Office:
    served.publish(Person("1047", "maple syrup", details={"first_name": "Ruth", "jobs": (JOB,), "balance": 1234.5}))
    return served


def test_B14_a_page_speaks_what_the_browser_asks_for(ruth: Office, guest: Guests) -> None:
    visitor = guest(ruth)
    visitor.session.headers["Accept-Language"] = "fr, es-MX;q=0.9, en;q=0.5"
    page = visitor.get("sign-in")
    assert page.one("html").attributes["lang"] == "es"
    assert page.one("h1").text == "Iniciar sesión"
    assert visitor.get("nothing", status=404).one("h1").text == "Aquí no existe esa página"
    visitor.session.headers["Accept-Language"] = "fr"
    assert visitor.get("sign-in").one("html").attributes["lang"] == "en"


def test_B14_a_language_once_chosen_stays_for_pages_dates_and_mails(
    ruth: Office, guest: Guests, serving: Serving
) -> None:
    visitor = guest(ruth)
    visitor.sign_in("1047", "maple syrup")
    page = visitor.submit(visitor.get("schedule"), "language", {"language": "es"})
    assert visitor.answer.url == visitor.address("schedule")
    assert page.one("h1").text == "Ver calendario"
    assert "martes 4 de marzo de 2031, 08:15" in page.text
    assert "Retrasada" in page.text
    # The browser asks for English; what was chosen holds.
    visitor.session.headers["Accept-Language"] = "en"
    assert visitor.get().one("html").attributes["lang"] == "es"
    with serving.work.reading(ruth.company_id) as session:
        kept = session.scalars(select(PortalUser).where(PortalUser.company_id == ruth.company_id)).one()
        assert (kept.user_id, kept.language) == ("record:R1047", "es")
    back = visitor.submit(visitor.get(), "language", {"language": "en"})
    assert "Next Visit" in back.text


def test_B14_the_sign_in_page_can_be_read_in_spanish_too(ruth: Office, guest: Guests) -> None:
    visitor = guest(ruth)
    page = visitor.submit(visitor.get("sign-in"), "language", {"language": "es"})
    assert visitor.answer.url == visitor.address("sign-in")
    assert "Contraseña" in page.text


@pytest.mark.parametrize("language", ["", "xx", "../en", "es\x00", "e" * 5000])
def test_bad_input_a_language_that_is_none_changes_nothing(ruth: Office, guest: Guests, language: str) -> None:
    visitor = guest(ruth)
    visitor.submit(visitor.get("sign-in"), "language", {"language": language}, status=400)
    assert "porchlight-language" not in visitor.session.cookies


@pytest.mark.parametrize(
    "back", ["", "//evil.example", "https://evil.example/112/history", "/112/sign-out", "/7/", "/healthz", "nothing"]
)
def test_B14_the_way_back_stays_in_the_portal(ruth: Office, guest: Guests, back: str) -> None:
    visitor = guest(ruth)
    visitor.sign_in("1047", "maple syrup")
    visitor.submit(visitor.get(), "language", {"language": "es", "back": back})
    assert visitor.answer.url == visitor.address("")


def test_B14_the_language_is_chosen_on_the_page_that_was_open(ruth: Office, guest: Guests) -> None:
    visitor = guest(ruth)
    visitor.sign_in("1047", "maple syrup")
    page = visitor.submit(visitor.get("schedule/change?job=7"), "language", {"language": "es"})
    assert visitor.answer.url == visitor.address("schedule/change?job=7")
    assert page.one("h1").text == "Cambiar calendario"


def test_B14_the_usual_words_for_phone_numbers_are_translated_and_others_stay(served: Office, guest: Guests) -> None:
    phones = (records.Phone("mobile", "518-555-0101"), records.Phone("barn", "518-555-0102"))
    served.publish(Person("1047", "maple syrup", details={"phones": phones}))
    visitor = guest(served)
    visitor.session.headers["Accept-Language"] = "es"
    visitor.sign_in("1047", "maple syrup")
    for page in ("contact", "contact/change"):
        words = visitor.get(page).text
        assert "Celular" in words
        assert "Barn" in words
        assert "Mobile" not in words
