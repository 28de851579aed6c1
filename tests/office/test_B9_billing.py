"""Invoices and payments as they are read for publishing (B9): what is told, what is only summed up, and that a
statement begins with what the office's own rows make."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from agent.domain.practice import PracticeCustomer, ReadOptions
from agent.office.practice import open_practice
from shared.canonical import encode
from shared.limits import BODY_BYTES
from shared.records import Invoices
from tests.office.conftest import query, script

SINCE = date(2025, 1, 1)


def read(practice: Path | str, mapping: Path | None = None, since: date = SINCE) -> dict[str, PracticeCustomer]:
    """Everybody by number."""
    with open_practice(str(practice), mapping).reading() as reading:
        return {one.number: one for one in reading.customers(ReadOptions(since))}


def left_out(practice: Path) -> Mapping[str, int]:
    """What was counted."""
    with open_practice(str(practice)).reading() as reading:
        list(reading.customers(ReadOptions(SINCE)))
        return reading.left_out


def told(customer: PracticeCustomer) -> Invoices:
    """Of somebody who has any."""
    assert customer.invoices is not None
    return customer.invoices


@pytest.fixture
def sharing(own_sample: Path) -> Path:
    """The sample office, which shares money."""
    return script(own_sample, "UPDATE company SET share_money = 1")


def test_B9_nothing_is_read_of_them_where_no_money_is_shared(own_sample: Path) -> None:
    assert all(one.invoices is None for one in read(own_sample).values())


def test_B9_everything_since_that_day_is_told_and_what_is_open_of_before(sharing: Path) -> None:
    found = read(sharing)
    assert sum(one.invoices is not None for one in found.values()) > 10
    for number, customer in found.items():
        bills = query(
            sharing,
            """SELECT invoices.number, date, due_date, amount, open_amount FROM invoices
            WHERE customer_id = (SELECT id FROM customers WHERE number = ?)
            AND (date >= '2025-01-01' OR open_amount <> 0) ORDER BY date DESC, id""",
            number,
        )
        paid = query(
            sharing,
            """SELECT payments.number, payments.date, payments.amount, method, invoices.number FROM payments
            JOIN invoices ON invoices.id = invoice_id
            WHERE payments.customer_id = (SELECT id FROM customers WHERE number = ?) AND payments.date >= '2025-01-01'
            ORDER BY payments.date DESC, payments.id""",
            number,
        )
        told = customer.invoices or Invoices()
        assert [(one.number, str(one.day), str(one.due), one.amount, one.open_amount) for one in told.invoices] == bills
        assert [(one.number, str(one.day), one.amount, one.method, one.invoice) for one in told.payments] == paid


@pytest.mark.parametrize("since", [date(2024, 1, 1), date(2025, 6, 15), date(2031, 1, 1)], ids=str)
def test_B9_the_sum_brought_forward_is_what_the_rows_of_before_make(sharing: Path, since: date) -> None:
    script(sharing, "INSERT INTO payments (customer_id, date, amount) VALUES (1, '2024-05-05', 0.05), (1, NULL, 9)")
    sums = """SELECT (SELECT coalesce(sum(amount), 0) FROM invoices WHERE customer_id = customers.id AND date < ?)
        - (SELECT coalesce(sum(amount), 0) FROM payments WHERE customer_id = customers.id AND date < ?)
        FROM customers WHERE number = ?"""
    for number, customer in read(sharing, since=since).items():
        [(expected,)] = query(sharing, sums, str(since), str(since), number)
        told = customer.invoices or Invoices(since=since, brought_forward=Decimal())
        assert told.since == since
        assert told.brought_forward == Decimal(str(expected)).quantize(Decimal("0.01"))


def test_B9_rows_that_hang_loose_stop_nothing(sharing: Path) -> None:
    script(
        sharing,
        """DELETE FROM invoices WHERE customer_id = 1; DELETE FROM payments WHERE customer_id = 1;
        INSERT INTO invoices (id, customer_id, number, date, amount, open_amount) VALUES
            (9001, 1, 'open', NULL, 5, 5), (9002, 1, 'paid', NULL, 5, 0), (9003, 1, NULL, '00/00/00', 'x', NULL);
        INSERT INTO payments (id, customer_id, invoice_id, number, date, amount) VALUES
            (9001, 1, 9999, 'a', '2026-01-01', 2), (9002, 1, NULL, 'b', '2026-01-02', NULL)""",
    )
    told = read(sharing)["1001"].invoices
    assert told is not None
    assert [one.number for one in told.invoices] == ["open"]
    assert [(one.number, one.invoice, one.amount) for one in told.payments] == [
        ("b", "", None),
        ("a", "", Decimal("2.00")),
    ]
    counted = left_out(sharing)
    assert counted["invoices and payments without a date"] == 3
    assert counted["amounts that are none, left empty"] >= 1


@pytest.mark.parametrize("open_", [0, 1], ids=["all paid", "all open"])
def test_bad_input_more_than_a_record_has_room_for_is_summed_up_and_counted(sharing: Path, open_: int) -> None:
    script(
        sharing,
        f"""DELETE FROM invoices; DELETE FROM payments;
        WITH RECURSIVE days(at) AS (SELECT 0 UNION ALL SELECT at + 1 FROM days WHERE at < 9999)
        INSERT INTO invoices (customer_id, number, date, amount, open_amount)
            SELECT 1, 'I' || at, date('2025-01-01', '+' || (at / 25) || ' days'), 3, {open_} * 3 FROM days;
        INSERT INTO payments (customer_id, number, date, amount) SELECT 1, 'P', date, 2 FROM invoices""",
    )
    told = read(sharing)["1001"].invoices
    assert told is not None and told.since is not None
    assert BODY_BYTES * 0.8 < len(encode(told)) <= BODY_BYTES or open_
    assert len(encode(told)) <= BODY_BYTES
    assert told.since > SINCE
    assert told.invoices[0].day == date(2026, 2, 4)
    days = [*(one.day for one in told.invoices), *(one.day for one in told.payments)]
    kept = [day for day in days if day and day >= told.since]
    assert len(kept) == 2 * query(sharing, "SELECT count(*) FROM invoices WHERE date >= ?", str(told.since))[0][0]
    [(before,)] = query(sharing, "SELECT count(*) FROM invoices WHERE date < ?", str(told.since))
    assert told.brought_forward == before
    gone = left_out(sharing)["older invoices and payments than the portal has room for"]
    assert gone == 20_000 - len(told.invoices) - len(told.payments)


FOREIGN = """
    CREATE TABLE clients (id INTEGER PRIMARY KEY, nr TEXT, active TEXT);
    CREATE TABLE bills (nr TEXT, client TEXT, written TEXT, total REAL, rest REAL);
    CREATE TABLE receipts (nr TEXT, client TEXT, bill TEXT, day TEXT, sum REAL, kind TEXT);
    INSERT INTO clients VALUES (1, 'K1', 'ACTIVE');
    INSERT INTO bills VALUES ('B1', '1', '31.12.2024', 10.5, 0), ('B2', '1', '01.03.2025', 20.25, 5.25);
    INSERT INTO receipts VALUES ('R1', '1', 'B1', '02.01.2025', 10.5, 'C'), ('R2', '1', 'B2', '02.04.2025', 15, 'K')"""
MAPPING = """
    [practice]
    name = "Foreign"
    [company]
    "CP.Name" = "Foreign"
    "CP.Share Money" = true
    [customers]
    table = "clients"
    [customers.fields]
    "CU.Record Id" = "id"
    "CU.Customer Number" = "nr"
    "CU.Customer Status" = "active"
    [invoices]
    table = "bills"
    [invoices.fields]
    "IN.Customer" = "client"
    "IN.Invoice Number" = "nr"
    "IN.Date" = { column = "written", format = "%d.%m.%Y" }
    "IN.Amount" = "total"
    "IN.Open Amount" = "rest"
    """
PAYMENTS = """
    [payments]
    table = "receipts"
    [payments.fields]
    "PA.Customer" = "client"
    "PA.Payment Number" = "nr"
    "PA.Invoice" = "bill"
    "PA.Date" = { column = "day", format = "%d.%m.%Y" }
    "PA.Amount" = "sum"
    "PA.Method" = { column = "kind", values = { C = "cash", K = "card" } }
    """


@pytest.mark.parametrize("payments", [True, False])
def test_B9_A18_a_mapped_database_tells_its_own(tmp_path: Path, payments: bool) -> None:
    script(tmp_path / "foreign.db", FOREIGN)
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(MAPPING + (PAYMENTS if payments else ""))
    told = read(tmp_path / "foreign.db", mapping)["K1"].invoices
    assert told is not None
    assert [(one.number, one.day, one.amount, one.open_amount) for one in told.invoices] == [
        ("B2", date(2025, 3, 1), Decimal("20.25"), Decimal("5.25"))
    ]
    # Without what was paid, nobody knows what is owed.
    assert told.brought_forward == (Decimal("10.50") if payments else None)
    assert [(one.number, one.invoice, one.method) for one in told.payments] == (
        [("R2", "B2", "card"), ("R1", "B1", "cash")] if payments else []
    )
