"""A database that nobody here wrote, through the mapping that lies in the project: everybody gets a password, signs in,
and finds the right orders (A18, A6)."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import pytest

from agent.wiring.office import Office as Agent
from tests.end_to_end.shown import Row, history
from tests.support.foreign import NORTHWIND
from tests.support.office import Office
from tests.support.processes import ROOT
from tests.support.receiver import Receiver
from tests.support.visitor import Visitor

MAPPING = ROOT / "agent/office/examples/northwind.toml"
CUSTOMERS = 93


@dataclass(frozen=True)
class Northwind:
    """The office, published, and every customer's password as the office is told it."""

    receiver: Receiver
    office: Office
    passwords: dict[str, str]


@pytest.fixture(scope="module")
def northwind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Northwind]:
    """Mapped, given passwords, published from 1996 on."""
    folder = tmp_path_factory.mktemp("northwind")
    receiver = Receiver(folder / "receiver")
    receiver.init()
    office = Office(folder / "office", 114)
    shutil.copy(NORTHWIND, office.practice)
    code = receiver.create_company(office.company, "Northwind Traders")
    receiver.serve()
    try:
        office.init(MAPPING)
        office.must("settings", "set", "--email", "office@northwind.example")
        words = ["--set", "customers", "--field", "CU.Customer Password", "--unique", "words"]
        made = office.must("replace", *words, "--where", "CU.Customer Status = ACTIVE", "--yes")
        assert made["changed"] == CUSTOMERS
        office.pair(receiver, code)
        told = office.process("--history-since", "1996-01-01")
        assert told["customers"] == CUSTOMERS
        yield Northwind(receiver, office, passwords_of(office))
    finally:
        receiver.end()


def passwords_of(office: Office) -> dict[str, str]:
    """What `agent customers show` tells the office, asked within one process for speed."""
    agent = Agent(office.home)
    numbers = [row[0] for row in office.rows("SELECT CustomerID FROM Customers")]
    return {number: agent.customers.show(number).fields["CU.Customer Password"] for number in numbers}


def test_A6_every_customer_has_a_password_of_his_own(northwind: Northwind) -> None:
    assert len(northwind.passwords) == len(set(northwind.passwords.values())) == CUSTOMERS
    assert all(len(password) >= 12 for password in northwind.passwords.values())


def test_A7_the_command_line_tells_the_office_a_password(northwind: Northwind) -> None:
    shown = northwind.office.must("customers", "show", "Val2 ")["customer"]
    assert shown["number"] == "Val2 "
    assert shown["fields"]["CU.Customer Password"] == northwind.passwords["Val2 "]


def test_A18_every_customer_signs_in_and_sees_the_right_orders(northwind: Northwind) -> None:
    without = []
    for number, password in northwind.passwords.items():
        orders = northwind.office.rows("SELECT OrderID, OrderDate FROM Orders WHERE CustomerID = ?", number)
        with Visitor(northwind.receiver.url, northwind.office.company) as visitor:
            home = visitor.sign_in(number, password)
            assert visitor.signed_in, number
            ((name,),) = northwind.office.rows("SELECT ContactName FROM Customers WHERE CustomerID = ?", number)
            assert (name or number.strip()) in home.text
            shown = history(visitor)
        wanted = [Row(str(order), datetime.fromisoformat(day[:10])) for order, day in orders]
        assert sorted(shown, key=lambda row: row.job) == sorted(wanted, key=lambda row: row.job), number
        assert [row.started for row in shown] == sorted((row.started for row in shown), reverse=True)
        without += [number] if not shown else []
    assert len(without) == 4


def test_a_number_with_a_blank_is_exact_and_still_found_without(northwind: Northwind) -> None:
    with Visitor(northwind.receiver.url, northwind.office.company) as visitor:
        visitor.sign_in("val2", northwind.passwords["Val2 "])
        assert visitor.signed_in


def test_nothing_changed_is_one_request(northwind: Northwind) -> None:
    answer = northwind.office.run("process", "--history-since", "1996-01-01", "--json")
    assert answer.code == 3, answer
    assert answer.json["requests"] == 1


def test_A18_what_the_overlay_says_of_a_customer_is_published(northwind: Northwind) -> None:
    office, since = northwind.office, ("--history-since", "1996-01-01")
    office.must("customers", "set", "ALFKI", "--field", "CU.Email", "--value", "maria@alfki.example")
    office.must("customers", "set", "ANATR", "--field", "CU.Not On Portal", "--value", "yes")
    try:
        told = office.process(*since)
        assert told["customers"] == CUSTOMERS - 1
        assert told["left_out"]["records marked as not on the portal"] == 1
        with Visitor(northwind.receiver.url, office.company) as visitor:
            visitor.sign_in("Maria@alfki.example", northwind.passwords["ALFKI"])
            assert visitor.signed_in
        with Visitor(northwind.receiver.url, office.company) as visitor:
            visitor.sign_in("ANATR", northwind.passwords["ANATR"], status=401)
            assert not visitor.signed_in
    finally:
        office.must("undo")
        assert office.process(*since)["customers"] == CUSTOMERS
