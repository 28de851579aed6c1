"""The list of fields that leave the office tells the truth, and what is switched off does not leave (feature A17)."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from agent.cli.root import run
from agent.domain.leaving import BY_NAME, KEY, LEAVES, REQUEST, Leaves
from agent.usecases.withholding import Withholding
from shared import records
from shared.messages import Begin
from shared.passwords import parse, tag
from tests.agent.conftest import Desk
from tests.agent.wired import changes
from tests.support import signs
from tests.support.office import Office
from tests.support.proxy import Exchange, Proxy
from tests.support.receiver import Receiver

SWITCHABLE = [one for one in LEAVES if not one.why]
DERIVED = {"customer.history_years", "invoices.since", "invoices.brought_forward"}
"""Of the dates of the visits, of what is chosen for Process, and of what is older than that."""
OF_PASSWORDS = {"credential.verifier", "staff.verifier", "staff.weak"}
"""What leaves in the place of passwords; that of the level-1 user is too short."""
WHERE_SO = {"credential.weak", "credential.shared", "credential.reset"}
"""What is said of a password only where it is so, which it is not of the one customer's here."""
OF_INVOICES = ("Invoice Number", "Date", "Due Date", "Amount", "Open Amount")
OF_PAYMENTS = ("Payment Number", "Invoice", "Date", "Amount", "Method")
Places = dict[str, set[str]]


@dataclass(frozen=True)
class Signed:
    """An office in whose database every field holds something found nowhere else; `held` says what."""

    office: Office
    proxy: Proxy
    held: dict[str, object]

    def sent(self) -> list[Exchange]:
        """What travels with a Process."""
        self.proxy.sent.clear()
        self.office.process("--confirm")
        return list(self.proxy.sent)


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Signed]:
    folder = tmp_path_factory.mktemp("signed")
    receiver, office = Receiver(folder / "receiver"), Office(folder / "office")
    receiver.init()
    code = receiver.create_company(112, "Signs")
    held = signs.make(office.practice)
    office.init()
    receiver.serve()
    try:
        with Proxy(receiver.port).open() as proxy:
            office.must("pair", "--receiver", proxy.url, "--company", "112", "--code", code)
            yield Signed(office, proxy, held)
    finally:
        receiver.end()


def leaves(body: object, path: str) -> Iterator[tuple[str, object]]:
    """Every value in decoded JSON, with the attributes that lead to it."""
    if isinstance(body, dict):
        for name, value in body.items():
            yield from leaves(value, f"{path}.{name}")
    elif isinstance(body, list):
        for value in body:
            yield from leaves(value, path)
    else:
        yield path, body


def found(sent: list[Exchange]) -> Places:
    """Where each value stands in what travelled, as the list says it."""
    places: Places = defaultdict(set)
    for change in changes(sent):
        for part in change.key.split(records.KEY_SEPARATOR):
            places[part].add(KEY)
        for path, value in leaves(json.loads(change.body or b"null"), change.kind):
            places[str(value)].add(path)
    for one in sent:
        if one.path.endswith("/snapshots"):
            begin = msgspec.structs.replace(msgspec.json.decode(one.body, type=Begin), change="")
            for _, value in leaves(msgspec.to_builtins(begin), REQUEST):
                places[str(value)].add(REQUEST)
    return places


def spelled(value: object) -> str:
    """As it would stand in a record."""
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def with_signs(held: dict[str, object]) -> dict[str, set[str]]:
    """The fields that hold each sign; what is nothing of its own is left out."""
    fields: dict[str, set[str]] = defaultdict(set)
    for name, value in held.items():
        if isinstance(value, str | Decimal | datetime | date | int) and not isinstance(value, bool) and value != 1:
            fields[spelled(value)].add(name)
    return fields


def test_A17_every_field_leaves_where_the_list_says_and_no_other_leaves(signed: Signed) -> None:
    sent = signed.sent()
    places = found(sent)
    for sign, fields in with_signs(signed.held).items():
        expected = {place for name in fields if name in BY_NAME for place in BY_NAME[name].places}
        expected -= OF_PASSWORDS | WHERE_SO
        assert places.get(sign, set()) == expected, f"{fields} hold {sign!r}"
    everywhere = {place for where in places.values() for place in where} - DERIVED
    assert everywhere == {place for one in LEAVES for place in one.places} - WHERE_SO
    travelled = b"".join(one.body for one in sent) + b"".join(change.body or b"" for change in changes(sent))
    for name, kind in (("CU.Customer Password", "credential"), ("US.Password", "staff")):
        word = str(signed.held[name])
        assert word.encode() not in travelled
        (body,) = [json.loads(one.body or b"") for one in changes(sent) if one.kind == kind]
        verifier = parse(body["verifier"])
        assert tag(word, verifier.salt) == verifier.tag


def attributes(struct: type[msgspec.Struct], path: str) -> Iterator[str]:
    """Every attribute that a record of this kind can have."""
    for one in msgspec.structs.fields(struct):
        inner = [part for part in get_args(one.type) if isinstance(part, type) and issubclass(part, msgspec.Struct)]
        for part in inner:
            yield from attributes(part, f"{path}.{one.encode_name}")
        if not inner:
            yield f"{path}.{one.encode_name}"


def test_A17_the_list_knows_every_attribute_of_every_record() -> None:
    can_leave = {path for kind, struct in records.BODIES.items() for path in attributes(struct, kind)}
    assert can_leave - DERIVED == {place for one in LEAVES for place in one.places} - {KEY, REQUEST}


def test_A17_what_is_switched_off_does_not_leave_and_comes_back(signed: Signed) -> None:
    office = signed.office
    office.run("process")
    names = [one.field for one in SWITCHABLE]
    assert {one["name"] for one in office.must("fields", "set", *names, "off")["fields"]} == {*names}
    listed = {one["name"]: one for one in office.must("fields", "--leaving")["fields"]}
    assert {name for name, one in listed.items() if not one["on"]} == {
        "Share reports",
        *names,
    }
    sent = signed.sent()
    assert sum(one.path.endswith("/commit") for one in sent) <= 1
    kinds = {change.kind for change in changes(sent)}
    assert kinds >= {"company", "customer", "history", "staff"}
    places = found(sent)
    for sign, fields in with_signs(signed.held).items():
        kept = {place for name in fields if name in BY_NAME and BY_NAME[name].why for place in BY_NAME[name].places}
        assert places.get(sign, set()) <= kept, f"{fields} hold {sign!r}"
    assert office.run("process", "--json").json["outcome"] == "nothing changed"
    office.must("fields", "set", *names, "on")
    back = signed.sent()
    everywhere = {place for where in found(back).values() for place in where}
    assert everywhere >= {place for one in SWITCHABLE for place in one.places}
    deeds = [one["what"] for one in office.must("activity")["deeds"]]
    assert {f"Leaves the office{more}: {', '.join(names)}" for more in ("", " no more")} <= {*deeds}


def test_A17_money_is_off_at_first_and_reports_can_not_be_shared_yet(desk: Desk) -> None:
    listed = {one["name"]: one for one in desk.must("fields", "--leaving")["fields"]}
    assert not listed["Share money"]["on"] and not listed["Share reports"]["on"]
    amounts = {"CU.Balance", "JB.Price", "WK.Amount", *(f"IN.{name}" for name in OF_INVOICES)}
    amounts |= {f"PA.{name}" for name in OF_PAYMENTS}
    assert {name for name, one in listed.items() if one["on"] and not one["leaves"]} == amounts
    assert desk.must("fields", "set", "share money", "on")["fields"][0]["leaves"] is True
    assert desk.rows("SELECT share_money FROM company") == [(1,)]
    assert all(one["leaves"] for one in desk.must("fields", "--leaving")["fields"] if one["name"] in amounts)
    assert desk.run("fields", "set", "Share money", "on", "--json").code == 3
    for name, why in (
        ("Share reports", "no reports"),
        ("CU.Customer Number", "sign in"),
        ("CU.Customer Name", "theirs"),
        ("CU.Customer Password", "sign in"),
        ("CU.Notes", "never leaves"),
    ):
        said = desk.run("fields", "set", name, "on" if name == "Share reports" else "off", "--json")
        if name == "CU.Notes":
            assert said.code == 2 and why in said.json["error"]["title"]
        else:
            assert said.code == 2 and why in said.json["error"]["detail"], said


@pytest.mark.parametrize("one", SWITCHABLE, ids=lambda one: one.field)
def test_A17_one_switch_empties_its_own_places_and_nothing_else(one: Leaves) -> None:
    moment = datetime(2026, 3, 1, 8)
    visit = records.Visit("j", moment, moment, moment, "mowing", "p", "crew", Decimal(7), "notes")
    job = records.Job(
        "j", "mowing", "p", "weekly", "summer", moment, True, "rain", "crew", "note", Decimal(7),
        (records.PlannedVisit(moment, "crew", "7"),),
    )  # fmt: skip
    place = records.Property("p", *("name", "street", "city", "region", "zip", "notes"))
    customer = records.Customer(
        "r", *("name", "first", "company", "street", "city", "region", "zip", "country", "email"),
        (records.Phone("home", "555"),), (place,), (job,), (2026,), Decimal(9),
    )  # fmt: skip
    company = records.Company(
        *("name", "street", "city", "region", "zip", "country", "email", "phone", "web", "hours", "Europe/Rome"),
        "EUR", "pay", "note", True, b"logo",
    )  # fmt: skip
    withholding = Withholding([one.field])
    day = date(2026, 3, 1)
    invoices = records.Invoices(
        (records.Invoice("I1", day, day, Decimal(7), Decimal(3)),),
        (records.Payment("P1", day, Decimal(4), "check", "I1"),),
        day,
        Decimal(5),
    )
    before = dict(_all(company, customer, records.History((visit,)), invoices, "staff@example.com"))
    after = dict(
        _all(
            withholding.company(company),
            withholding.customer(customer),
            withholding.history(records.History((visit,))),
            withholding.invoices(invoices),
            withholding.staff_email("staff@example.com"),
        )
    )
    gone = {path for path in before if after.get(path) in (None, "") and before[path] not in (None, "")}
    assert {path: value for path, value in after.items() if path not in gone} == {
        path: value for path, value in before.items() if path not in gone
    }
    expected = set(one.emptied) | set(one.places)
    assert all(any(path == place or path.startswith(f"{place}.") for place in expected) for path in gone)
    assert all(any(path == place or path.startswith(f"{place}.") for path in gone) for place in expected)


def _all(
    company: records.Company,
    customer: records.Customer,
    history: records.History,
    invoices: records.Invoices,
    email: str,
) -> Iterator[tuple[str, object]]:
    bodies = (("company", company), ("customer", customer), ("history", history), ("invoices", invoices))
    for kind, body in bodies:
        yield from leaves(msgspec.json.decode(msgspec.json.encode(body)), kind)
    yield "staff.email", email


def test_A17_where_the_database_has_no_place_for_it_the_agent_keeps_it(overlay_desk: Desk) -> None:
    before = overlay_desk.dump()
    overlay_desk.must("fields", "set", "CU.City", "off")
    overlay_desk.must("fields", "set", "Share money", "on")
    assert overlay_desk.dump() == before
    listed = {one["name"]: one for one in overlay_desk.must("fields", "--leaving")["fields"]}
    assert listed["Share money"]["on"] and not listed["CU.City"]["leaves"]
    assert "CU.Street" in listed and "IN.Date" not in listed
    overlay_desk.must("fields", "set", "CU.City", "on")
    overlay_desk.must("fields", "set", "Share money", "off")
    again = {one["name"]: one["on"] for one in overlay_desk.must("fields", "--leaving")["fields"]}
    assert again["CU.City"] and not again["Share money"]


def test_A17_what_the_agent_keeps_of_it_holds_for_what_is_published(overlay_desk: Desk) -> None:
    def city() -> object:
        return overlay_desk.must("process", "--sample", "K1 ")["customer"].get("city")

    assert city() == "Bern"
    overlay_desk.must("fields", "set", "CU.City", "off")
    assert city() is None
    overlay_desk.must("fields", "set", "CU.City", "on")
    assert city() == "Bern"


def test_A17_it_is_one_truth_for_every_computer_of_the_office(desk: Desk, tmp_path: Path) -> None:
    desk.must("fields", "set", "PR.Notes", "off")
    other = Desk(tmp_path / "second computer", desk.practice, desk.capture)
    other.must("init", "--database", str(desk.practice))
    (notes,) = [one for one in other.must("fields", "--leaving")["fields"] if one["name"] == "PR.Notes"]
    assert not notes["on"] and not notes["leaves"]
    assert desk.rows("SELECT withheld_fields FROM company") == [("PR.Notes",)]


def test_A17_a_database_of_an_earlier_release_grows(desk: Desk) -> None:
    with closing(sqlite3.connect(desk.practice)) as connection, connection:
        connection.execute("ALTER TABLE company DROP COLUMN withheld_fields")
    before = desk.dump()
    desk.must("fields", "set", "PR.Notes", "off")
    assert desk.rows("SELECT withheld_fields, name FROM company") == [("PR.Notes", "Green Valley Lawn Care")]
    assert len(desk.dump()) == len(before)


def test_A17_the_last_payload_is_shown_record_by_record(signed: Signed) -> None:
    office = signed.office
    office.run("process")
    word = "another sign of a password"
    office.change("UPDATE customers SET password = ?, city = 'Payload'", word)
    sent = changes(signed.sent())
    told = office.must("fields", "payload")
    assert [(one["kind"], one["number"]) for one in told["records"]] == [(one.kind, one.key) for one in sent]
    assert told["counts"] == {"customer": 1, "credential": 1}
    assert len(told["uploads"]) == 2
    assert not any(one["full"] for one in told["uploads"])
    number = str(signed.held["CU.Customer Number"])
    shown = office.must("fields", "payload", "--key", number)["records"]
    by_kind = {one["entry"]["kind"]: one["body"] for one in shown}
    (customer,) = [json.loads(one.body or b"") for one in sent if one.kind == "customer"]
    assert by_kind["customer"] == customer
    said = office.run("fields", "payload", "--key", number)
    for text in (said.out, json.dumps(shown)):
        assert "argon2id$" not in text and word not in text and "not shown" in text
    assert office.run("fields", "payload", "--key", "nobody").code == 3
    assert office.must("fields", "payload", "--kind", "credential")["records"][0]["kind"] == "credential"


def test_A17_words_before_the_command_hold_for_it(desk: Desk) -> None:
    desk.capture.readouterr()
    assert run(["fields", "--json", "--home", str(desk.home), "set", "PR.Name", "off"]) == 0
    assert json.loads(desk.capture.readouterr().out)["fields"][0]["name"] == "PR.Name"
    assert desk.rows("SELECT withheld_fields FROM company") == [("PR.Name",)]
