"""Invoices and statements as pages and on paper (B9): what is shown to whom, in what words, and that the sums are
right; F44: whatever the office writes."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from receiver.domain.billing.bills import State, state_of
from receiver.domain.billing.statement import statement_of
from receiver.domain.people.models import PortalSession
from receiver.domain.people.users import AccountLink
from shared import pay_link
from shared.records import History, Invoice, Invoices, Job, Payment, Visit
from tests.portal.cast import Office, Person
from tests.support.pages import Element
from tests.support.visitor import Visitor

Guests = Callable[[Office], Visitor]
PAY = "https://pay.example/now?who={number}&what={invoice}&much={amount}"


def ago(days: int) -> date:
    """A day, seen from now: between the beginning of the tests and these here midnight may pass."""
    return datetime.now(UTC).date() - timedelta(days=days)


def since() -> date:
    return ago(0).replace(day=1) - timedelta(days=400)


def bills() -> Invoices:
    return Invoices(
        (
            Invoice("I-4", ago(5), ago(-25), Decimal("40"), Decimal("40")),
            Invoice("I-3/a b", ago(20), ago(-10), Decimal("80.5"), Decimal("30.5")),
            Invoice("I-2", ago(60), ago(30), Decimal("100"), Decimal("100")),
            Invoice("I-5", ago(200), ago(170), Decimal("75"), Decimal("0")),
            Invoice("I-1", ago(500), ago(470), Decimal("60"), Decimal("60")),
        ),
        (
            Payment("P-2", ago(10), Decimal("50"), "check", "I-3/a b"),
            Payment("P-1", ago(190), Decimal("75"), "card", "I-5"),
        ),
        since(),
        Decimal("60"),
    )


def ruth() -> Person:
    jobs = (Job("1", "Leaf removal", price=Decimal("85")),)
    visit = Visit("1", datetime(2026, 1, 5, 8), service="Leaf removal", amount=Decimal("85"))
    details = {"first_name": "Ruth", "balance": Decimal("230.5"), "jobs": jobs}
    return Person("10 47", "maple", details=details, invoices=bills(), history={2026: History((visit,))})


def signed_in(served: Office, guest: Guests, person: Person | None = None, **company: object) -> Visitor:
    one = person or ruth()
    served.publish(one, **{"shares_money": True, "currency": "USD", "pay_link": PAY} | company)
    visitor = guest(served)
    visitor.sign_in(one.number, one.password)
    return visitor


def rows(page: Element, name: str) -> dict[str, str]:
    return {one.attributes[f"data-{name}"]: one.text for one in page.all("tr", **{f"data_{name}": "*"})}


def paper(visitor: Visitor, query: str) -> str:
    answer = visitor.session.get(visitor.address(f"invoices/statement.pdf?{query}"), timeout=30)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf"), answer.text[:500]
    assert answer.headers["Cache-Control"] == "no-store"
    visitor.answer = answer
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)


def test_B9_what_is_open_stands_first_with_its_state_in_words(served: Office, guest: Guests) -> None:
    page = signed_in(served, guest).get("invoices")
    assert "$230.50" in page.one("section", aria_labelledby="balance").text
    assert "of which overdue: $160.00" in page.text
    first = page.one("section", aria_labelledby="open")
    found = rows(first, "invoice")
    assert [*found] == ["I-1", "I-2", "I-3/a b", "I-4"]
    words = {"I-1": "470 days late", "I-2": "30 days late", "I-3/a b": "in 10 days", "I-4": "in 25 days"}
    states = {"I-1": "overdue", "I-2": "overdue", "I-3/a b": "partly paid", "I-4": "open"}
    assert all(words[name] in text and states[name] in text for name, text in found.items())
    assert "$30.50" in found["I-3/a b"] and "of $80.50" in found["I-3/a b"]
    settled = page.one("section", aria_labelledby="settled")
    assert rows(settled, "invoice").keys() == {"I-5"} and "paid" in rows(settled, "invoice")["I-5"]
    assert [*rows(settled, "payment")] == ["P-2", "P-1"]
    assert "check, for invoice I-3/a b" in rows(settled, "payment")["P-2"]


def test_B9_the_pay_link_is_filled_in_and_opens_the_office_s_own_page(served: Office, guest: Guests) -> None:
    page = signed_in(served, guest).get("invoices")
    links = [one for one in page.all("a") if one.text.startswith("Pay")]
    assert all(one.attributes["rel"] == "noopener noreferrer" for one in links)
    told = [parse_qs(urlsplit(one.attributes["href"]).query, keep_blank_values=True) for one in links]
    assert told[0] == {"who": ["10 47"], "what": [""], "much": ["230.50"]}
    assert told[3] == {"who": ["10 47"], "what": ["I-3/a b"], "much": ["30.50"]}
    assert len(links) == 5


@pytest.mark.parametrize(
    "link",
    [
        *("", "javascript:alert(1)", "//pay.example", "https://", "ftp://pay.example", "https://a b.example"),
        *("https://u:p@pay.example", "https://{number}.example", "{invoice}", 'https://pay.example/"><script>'),
        *("https://pay.example:x/", "https://[::1", "https://pay.example/{other}", "data:text/html,{number}"),
    ],
)
def test_bad_input_a_pay_link_that_is_no_address_is_not_shown(link: str) -> None:
    assert pay_link.filled(link, number="1", invoice="2", amount="3") == ""


def test_B9_where_the_office_shares_no_money_there_is_nothing_of_it(served: Office, guest: Guests) -> None:
    visitor = signed_in(served, guest)
    assert "Invoices" in visitor.get().text and "$85.00" in visitor.get("schedule").text
    nothing_of_money(signed_in(served, guest, shares_money=False))


def test_B9_who_was_invited_without_that_right_sees_nothing_of_money(served: Office, guest: Guests) -> None:
    served.publish(ruth(), Person("8", "birch", "Ida Lund"), shares_money=True, currency="USD", pay_link=PAY)
    visitor = guest(served)
    visitor.sign_in("8", "birch")
    for rights, sees in (("see", False), ("ask", False), ("money", True), ("own", True)):
        invited(served, rights)
        if sees:
            assert "$230.50" in visitor.get("invoices").text and "$230.50" in visitor.get().text
        else:
            nothing_of_money(visitor)


def invited(served: Office, rights: str) -> None:
    """Ida looks at Ruth's account, with these rights."""
    with served.work.writing(served.company_id) as session:
        mine = session.scalars(select(PortalSession).where(PortalSession.company_id == served.company_id)).one()
        mine.number, mine.record_id = "10 47", "R10 47"
        user, now = "record:R8", datetime.now(UTC)
        link = AccountLink(company_id=served.company_id, user_id=user, record_id=mine.record_id, rights=rights)
        link.made_at, link.made_by = now, user
        session.merge(link)


def nothing_of_money(visitor: Visitor) -> None:
    for path in ("", "schedule", "history"):
        page = visitor.get(path)
        assert "Ruth" in page.text or "Leaf removal" in page.text
        assert "Invoices" not in page.text and "Balance" not in page.text and "$" not in page.text
    for path in ("invoices", "invoices/statement", "invoices/statement.pdf"):
        visitor.get(path, status=404)


@pytest.mark.parametrize(
    ("query", "status"),
    [("year=1999", 404), ("year=x", 404), ("page=0", 404), ("page=2", 404), ("page=²", 404), ("year=&page=", 200)],
)
def test_bad_input_an_address_that_names_no_page_of_invoices(
    served: Office, guest: Guests, query: str, status: int
) -> None:
    signed_in(served, guest).get(f"invoices?{query}", status=status)


def test_B9_what_is_settled_is_paged_and_chosen_by_year(served: Office, guest: Guests) -> None:
    days = [date(2025, 12, 31) - timedelta(days=at) for at in range(130)] + [date(2024, 3, 1)]
    paid = tuple(Payment(f"P{at}", day, Decimal("1"), "cash") for at, day in enumerate(days))
    visitor = signed_in(served, guest, Person("7", "maple", invoices=Invoices((), paid, date(2024, 1, 1))))
    page = visitor.get("invoices")
    assert len(rows(page, "payment")) == 100
    further = page.one("a", rel="next").attributes["href"].removeprefix(f"/{visitor.company}/")
    assert len(rows(visitor.get(further), "payment")) == 31
    assert [*rows(visitor.get("invoices?year=2024"), "payment")] == ["P130"]
    assert "year=2025" in visitor.get("invoices?year=2025").one("a", rel="next").attributes["href"]


def test_B9_where_nobody_says_what_is_open_nothing_is_called_paid(served: Office, guest: Guests) -> None:
    one = Invoices((Invoice("I-7", ago(9), ago(1), Decimal("5")),), (), since())
    page = signed_in(served, guest, Person("7", "maple", invoices=one)).get("invoices")
    assert "I-7" in page.one("section", aria_labelledby="settled").text
    assert not {"Paid", "paid", "overdue", "open"} & set(page.one("main").text.split())


def test_B9_an_empty_page_says_what_will_be_there(served: Office, guest: Guests) -> None:
    visitor = signed_in(served, guest, Person("7", "maple"))
    assert "No invoices yet" in visitor.get("invoices").text
    assert not [one for one in visitor.get("invoices").all("a") if one.text == "Pay"]
    page = visitor.get("invoices/statement")
    assert "no invoices or payments of these days" in page.text and not page.all("table")


def test_B9_a_statement_opens_and_closes_with_the_right_balance(served: Office, guest: Guests) -> None:
    visitor = signed_in(served, guest)
    query = f"from={ago(100)}&to={ago(15)}"
    page = visitor.get(f"invoices/statement?{query}")
    shown = [one.text for one in page.one("table").all("tr")][1:]
    assert [one.split()[-1] for one in shown] == ["$60.00", "$160.00", "$240.50", "$240.50"]
    printed = paper(visitor, query)
    for words in ("Green Valley Lawn Care", "Ruth Alvarez", "10 47", "I-2", "I-3/a b", "$160.00", "$240.50"):
        assert words in printed, words
    assert "P-2" not in printed and "I-4" not in printed
    name = f'attachment; filename="statement-10-47-{ago(100)}-{ago(15)}.pdf"'
    assert visitor.answer.headers["Content-Disposition"] == name


def test_B9_a_statement_says_where_the_published_days_begin(served: Office, guest: Guests) -> None:
    visitor = signed_in(served, guest)
    whole = paper(visitor, f"from=2001-01-01&to={ago(0)}")
    assert "what was before is in the first balance" in whole and "$230.50" in whole
    page = visitor.get("invoices/statement?from=2001-01-01&to=2001-12-31")
    assert "please ask the office for an older statement" in page.text and not page.all("table")
    assert "no invoices or payments of these days" in paper(visitor, "from=2001-01-01&to=2001-12-31")


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ("from=2026-02-30&to=2026-03-01", "Please enter a day"),
        ("from=yesterday&to=2026-03-01", "Please enter a day"),
        ("from=&to=", "Please enter a day"),
        ("from=20260101&to=2026-W10-1", "Please enter a day"),
        ("from=٢٠٢٦-٠١-٠١&to=2026-03-01", "Please enter a day"),
        ("from=0000-01-01&to=2026-03-01", "Please enter a day"),
        ("from=2026-03-02&to=2026-03-01", "before the first one"),
        ("from=%3Cscript%3E&to=2026-03-01%0d%0aX: y", "Please enter a day"),
        (f"from=2026-01-01&to={'9' * 3000}", "Please enter a day"),
    ],
)
def test_bad_input_days_that_are_none_are_said_at_their_field(
    served: Office, guest: Guests, query: str, fault: str
) -> None:
    visitor = signed_in(served, guest)
    for path in ("invoices/statement", "invoices/statement.pdf"):
        page = visitor.get(f"{path}?{query}", status=400)
        assert fault in page.text and page.all("input", aria_invalid="true")
        assert not page.all("table")
        first = dict(parse_qsl(query, keep_blank_values=True))["from"]
        assert page.one("input", id="from").attributes["value"] == first
    visitor.get(f"invoices/statement?{query}&from=2026-01-01", status=400)


NAMES = ("שלום רות", "روث الفارس", "👩‍🌾 Ruth 💐", "\u202eRuth", "Zoë Łukasz Ωmega Жанна", "a\tb", "x" * 300)


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_F44_a_statement_is_printed_for_whatever_name(served: Office, guest: Guests, name: str) -> None:
    bill = Invoice(name, ago(1), None, Decimal("12.34"), None)
    person = Person("7", "maple", name, invoices=Invoices((bill,), (Payment(name, ago(1), None, name),), since()))
    visitor = signed_in(served, guest, person, name=f"{name} & Sons", currency="¤!", website=name)
    printed = paper(visitor, f"from={ago(2)}&to=9999-12-31")
    assert "12.34" in printed
    assert (name in printed) == (name.startswith("Zoë"))
    assert " ".join(name.split()).replace("\u202e", "") in visitor.get("invoices").text.replace("\u202e", "")


def test_bad_input_an_amount_in_a_statement_is_never_cut(served: Office, guest: Guests) -> None:
    invoices = Invoices((Invoice("9", date(2026, 3, 1), None, Decimal("123456789012.34"), Decimal(5)),))
    visitor = signed_in(served, guest, Person("7", "maple", invoices=invoices), currency="COP")
    assert "123,456,789,012.34" in paper(visitor, "from=2026-01-01&to=2026-12-31")


def test_B9_a_long_statement_is_bounded(served: Office, guest: Guests) -> None:
    paid = tuple(Payment(f"P{at}", ago(at % 300), Decimal("1"), "cash") for at in range(1001))
    visitor = signed_in(served, guest, Person("7", "maple", invoices=Invoices((), paid, since(), Decimal(0))))
    for path in ("invoices/statement", "invoices/statement.pdf"):
        page = visitor.get(f"{path}?from={ago(301)}&to={ago(0)}", status=400)
        assert "choose a shorter time" in page.text
    printed = paper(visitor, f"from={ago(250)}&to={ago(0)}")
    assert "Page 1 of" in printed and len(visitor.answer.content) < 300_000


def test_B9_a_statement_prints_in_the_language_of_the_visitor(served: Office, guest: Guests) -> None:
    visitor = signed_in(served, guest, currency="EUR")
    visitor.session.headers["Accept-Language"] = "es"
    assert "Estado de cuenta" in visitor.get("invoices/statement").text
    printed = paper(visitor, f"from={ago(100)}&to={ago(15)}")
    assert "Estado de cuenta" in printed and "240,50" in printed and "Saldo" in printed


def test_B9_states_of_an_invoice() -> None:
    today = date(2026, 3, 1)

    def state(amount: str | None, left: str | None, due: date | None = None) -> State:
        told = [Decimal(one) if one is not None else None for one in (amount, left)]
        return state_of(Invoice("1", None, due, *told), today)

    assert state("10", "0", date(2020, 1, 1)) is State.PAID
    assert state("10", "10", today) is State.OPEN
    assert state("10", "10", date(2026, 2, 28)) is State.OVERDUE
    assert state("10", "4", date(2026, 2, 28)) is State.OVERDUE
    assert state("10", "4") is State.PARTLY_PAID
    assert state("-10", "-10", date(2026, 2, 28)) is State.CREDIT
    assert state("10", None, date(2026, 2, 28)) is State.UNKNOWN
    assert state(None, "4") is State.OPEN


def test_B9_balances_are_left_out_where_they_can_not_be_known() -> None:
    told = Invoices((Invoice("1", date(2026, 1, 2), None, Decimal(5)),), (), date(2026, 1, 1))
    made = statement_of(told, date(2026, 1, 1), date(2026, 12, 31))
    assert made.opening is None and made.closing is None and [one.balance for one in made.lines] == [None]
    assert made.charged == 5
