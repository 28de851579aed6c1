"""From the practice database to the page and the paper (B9): what is charged, paid and open of every customer, compared
with SQL of its own; and what of it leaves the office (A17)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from tests.support.office import Office
from tests.support.receiver import Receiver
from tests.support.visitor import Visitor

TODAY = datetime.now(ZoneInfo("America/New_York")).date()
"""At the sample office."""
YEAR = TODAY.year
SINCE = f"{YEAR - 1}-01-01"
OWNED = "customer_id = (SELECT id FROM customers WHERE number = ?)"


@dataclass
class Sharing:
    """An office that shares money, and its portal."""

    office: Office
    receiver: Receiver

    def visitor(self, number: str) -> Visitor:
        """That customer, signed in."""
        one = Visitor(self.receiver.url, self.office.company)
        one.sign_in(number, self.office.passwords()[number])
        return one

    def owed(self, number: str, until: str) -> Decimal:
        """What the office's rows before that day make."""
        charged, paid = (
            self.office.rows(f"SELECT coalesce(sum(amount), 0) FROM {table} WHERE {OWNED} AND date < ?", number, until)[
                0
            ][0]
            for table in ("invoices", "payments")
        )
        return Decimal(str(charged)) - Decimal(str(paid))


@pytest.fixture(scope="module")
def sharing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sharing]:
    """The sample office, published without money, and then told to share it."""
    folder = tmp_path_factory.mktemp("sharing")
    receiver, office = Receiver(folder / "receiver"), Office(folder / "office")
    receiver.init()
    code = receiver.create_company(112, "Green Valley")
    receiver.serve()
    try:
        office.sample(customers=16, seed=7)
        office.pair(receiver, code)
        office.must("settings", "set", "--pay-link", "https://pay.example/?who={number}&what={invoice}")
        assert "invoices" not in office.process()["counts"]
        office.must("fields", "set", "Share money", "on")
        yield Sharing(office, receiver)
    finally:
        receiver.end()


def test_B9_pages_and_paper_say_what_the_practice_database_says(sharing: Sharing) -> None:
    office = sharing.office
    seen = office.process()
    [(with_any,)] = office.rows(
        f"""SELECT count(*) FROM customers WHERE status = 'ACTIVE' AND id IN
        (SELECT customer_id FROM invoices WHERE date >= '{SINCE}' OR open_amount > 0
        UNION SELECT customer_id FROM payments WHERE date >= '{SINCE}')"""
    )
    assert seen["counts"]["invoices"] == with_any > 5
    assert seen["difference"]["invoices"]["added"] == with_any
    for number in office.passwords():
        visitor = sharing.visitor(number)
        page = visitor.get("invoices")
        ((balance,),) = office.rows("SELECT balance FROM customers WHERE number = ?", number)
        assert f"${balance:,.2f}" in page.one("section", aria_labelledby="balance").text
        shown = sorted(one.attributes["data-invoice"] for one in page.all("tr", data_invoice="*"))
        there = f"SELECT number FROM invoices WHERE {OWNED} AND (date >= ? OR open_amount > 0) ORDER BY number"
        assert shown == [name for (name,) in office.rows(there, number, SINCE)]
        open_ = [one.attributes["data-invoice"] for part in page.all("section", aria_labelledby="open")
                 for one in part.all("tr", data_invoice="*")]  # fmt: skip
        due = f"SELECT number FROM invoices WHERE {OWNED} AND open_amount > 0 ORDER BY due_date, id"
        assert open_ == [name for (name,) in office.rows(due, number)]
        assert page.text.count("overdue") == overdue(office, number)
        printed = paper(visitor, f"{YEAR}-01-01", f"{YEAR}-12-31")
        rows = office.rows(
            f"SELECT number FROM invoices WHERE {OWNED} AND date >= ? UNION ALL"
            f" SELECT number FROM payments WHERE {OWNED} AND date >= ?",
            *(number, f"{YEAR}-01-01") * 2,
        )
        assert all(name in printed for (name,) in rows)
        if office.rows(f"{there} LIMIT 1", number, SINCE):
            for day in (f"{YEAR}-01-01", f"{YEAR + 1}-01-01"):
                assert f"${sharing.owed(number, day):,.2f}" in printed
        visitor.session.close()


def overdue(office: Office, number: str) -> int:
    """How often the page says so: once for each, and once of all of them together."""
    late = f"SELECT count(*) FROM invoices WHERE {OWNED} AND open_amount > 0 AND due_date < ?"
    ((count,),) = office.rows(late, number, str(TODAY))
    return int(count) + bool(count)


def paper(visitor: Visitor, first: str, last: str) -> str:
    answer = visitor.session.get(visitor.address(f"invoices/statement.pdf?from={first}&to={last}"), timeout=30)
    assert answer.headers["Content-Type"] == "application/pdf"
    return "\n".join(one.extract_text() for one in PdfReader(io.BytesIO(answer.content)).pages)


def test_B9_one_payment_changes_one_record_and_nothing_changed_is_one_request(sharing: Sharing) -> None:
    office = sharing.office
    office.run("process")
    assert office.run("process", "--json").json["requests"] == 1
    [(number, bill, amount)] = office.rows(
        "SELECT customers.number, invoices.id, amount FROM invoices JOIN customers ON customers.id = customer_id"
        f" WHERE open_amount = 0 AND date >= '{SINCE}' AND status = 'ACTIVE' AND password > '' LIMIT 1"
    )
    office.change("UPDATE invoices SET open_amount = 12.5 WHERE id = ?", bill)
    who = office.must("process", "--dry-run")["people"]["change"]
    assert (who["count"], who["first"][0]["number"]) == (1, number)
    assert office.process()["difference"] == {"invoices": {"added": 0, "changed": 1, "removed": 0}}
    visitor = sharing.visitor(number)
    page = visitor.get("invoices")
    assert f"$12.50 of ${amount:,.2f}" in page.one("section", aria_labelledby="open").text
    visitor.session.close()


def test_A17_what_is_switched_off_of_invoices_is_not_on_the_page(sharing: Sharing) -> None:
    office = sharing.office
    office.must("fields", "set", "IN.Due Date", "PA.Amount", "PA.Method", "PA.Invoice", "off")
    office.process()
    [(number,)] = office.rows(
        "SELECT number FROM customers WHERE id IN (SELECT customer_id FROM payments WHERE date >= ?)"
        " AND id IN (SELECT customer_id FROM invoices WHERE open_amount > 0) AND status = 'ACTIVE'"
        " AND password > '' LIMIT 1",
        SINCE,
    )
    visitor = sharing.visitor(number)
    page = visitor.get("invoices")
    rows = page.all("tr", data_payment="*")
    assert rows and not any("$" in one.text or "for invoice" in one.text for one in rows)
    assert not any(word in one.text for one in rows for word in ("check", "card", "cash"))
    assert "no due date" in page.text and "overdue" not in page.text
    printed = paper(visitor, f"{YEAR - 1}-01-01", f"{YEAR}-12-31")
    assert "does not publish all that a balance is made of" in printed
    office.must("fields", "set", "Share money", "off")
    gone = office.process()
    assert "invoices" not in gone["counts"] and gone["difference"]["invoices"]["removed"] > 5
    visitor.get("invoices", status=404)
    office.must("fields", "set", "IN.Due Date", "PA.Amount", "PA.Method", "PA.Invoice", "Share money", "on")
    visitor.session.close()
