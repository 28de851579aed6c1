"""`agent init`, `agent fields` and `agent customers` (A7, A18, A19)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.agent.conftest import ACTIVE, PASSWORD, Desk


def test_A7_show_tells_what_the_practice_database_holds(desk: Desk) -> None:
    for record, number, name, password in desk.rows("SELECT id, number, name, password FROM customers LIMIT 5"):
        shown = desk.must("customers", "show", number)["customer"]
        fields = shown["fields"]
        assert (fields["CU.Customer Name"], fields[PASSWORD]) == (name or "", password or "")
        phones = desk.rows("SELECT number FROM phones WHERE customer_id = ? ORDER BY id", record)
        assert [one["PH.Number"] for one in shown["phones"]] == [one[0] for one in phones]
        jobs = desk.rows("SELECT number FROM jobs WHERE customer_id = ? ORDER BY id", record)
        assert [one["JB.Job Number"] for one in shown["jobs"]] == [one[0] for one in jobs]
        done = "SELECT count(*) FROM work WHERE posted = 1 AND job_id IN (SELECT id FROM jobs WHERE customer_id = ?)"
        assert [(shown["work"]["posted"],)] == desk.rows(done, record)


def test_A7_list_filters(desk: Desk) -> None:
    assert desk.must("customers", "list", "--where", ACTIVE)["count"] == len(desk.passwords())
    assert desk.must("customers", "list")["count"] == desk.rows("SELECT count(*) FROM customers")[0][0]
    assert desk.run("customers", "list", "--where", "nonsense").code == 2


def test_A7_set_changes_one_field_of_one_customer(desk: Desk) -> None:
    ((number,),) = desk.rows("SELECT number FROM customers ORDER BY id LIMIT 1")
    others = desk.rows("SELECT * FROM customers WHERE number <> ?", number)
    run = desk.must("customers", "set", number, "--field", "CU.Email", "--value", "ann@example.com")["run"]
    assert desk.rows("SELECT email FROM customers WHERE number = ?", number) == [("ann@example.com",)]
    assert desk.rows("SELECT * FROM customers WHERE number <> ?", number) == others
    assert desk.run("customers", "set", number, "--field", "CU.Email", "--value", "ann@example.com").code == 3
    assert desk.run("customers", "set", number, "--field", "CU.Customer Number", "--value", "7").code == 2
    desk.must("undo", str(run))
    assert desk.rows("SELECT email FROM customers WHERE number = ?", number) != [("ann@example.com",)]


def test_A7_a_number_is_found_exactly_first(overlay_desk: Desk) -> None:
    desk = overlay_desk
    desk.change("INSERT INTO Kunden VALUES ('K1', 'Somebody else', 'Bern')")
    assert desk.must("customers", "show", "K1 ")["customer"]["fields"]["CU.Customer Name"] == "Person 1"
    assert desk.must("customers", "show", "K1")["customer"]["fields"]["CU.Customer Name"] == "Somebody else"
    assert desk.must("customers", "show", "k2")["customer"]["number"] == "K2 "
    assert desk.run("customers", "show", "k1").code == 2
    assert desk.run("customers", "show", "K99").code == 2
    desk.must("customers", "set", "K1 ", "--field", PASSWORD, "--value", "mine alone")
    assert desk.must("customers", "list", "--where", f"{PASSWORD} is not empty")["count"] == 1


def test_A18_fields_tell_where_each_lives(overlay_desk: Desk) -> None:
    (customers,) = overlay_desk.must("fields", "--set", "customers")["sets"]
    homes = {one["name"]: one["home"] for one in customers["fields"]}
    assert homes["CU.Customer Name"] == "column"
    assert homes["CU.Customer Status"] == "fixed"
    assert homes[PASSWORD] == "overlay"


def test_A18_a_changed_mapping_stops_until_it_is_looked_at(overlay_desk: Desk) -> None:
    mapping = overlay_desk.practice.with_suffix(".toml")
    mapping.write_text(mapping.read_text("utf-8").replace('"CU.City" = "Ort"\n', ""), "utf-8")
    said = overlay_desk.run("customers", "list")
    assert said.code == 1
    assert "agent init" in said.err
    overlay_desk.must("init", "--database", str(overlay_desk.practice), "--mapping", str(mapping))
    assert overlay_desk.run("customers", "list").code == 0


def test_A19_another_database_in_the_same_place_is_noticed(desk: Desk) -> None:
    desk.change("UPDATE company SET practice_id = 'another office'")
    said = desk.run("customers", "list", "--json")
    assert said.code == 1
    assert "another one" in said.json["error"]["title"]


def test_A19_errors_are_one_object_and_a_sentence(new_desk: Callable[[Path], Desk], tmp_path: Path) -> None:
    desk = new_desk(tmp_path / "none.db")
    for words, code in [
        (("customers", "list"), 1),
        (("init", "--database", str(tmp_path / "none.db")), 1),
        (("init", "--database", "nonsense://here/there"), 1),
        (("init",), 2),
        (("nonsense",), 2),
    ]:
        said = desk.run(*words, "--json")
        assert said.code == code, said
        assert said.json["error"]["title"]
        assert said.json["error"]["remedy"]
        assert "Traceback" not in said.err


def test_A7_set_changes_several_fields_or_none(desk: Desk) -> None:
    ((number,),) = desk.rows("SELECT number FROM customers ORDER BY id LIMIT 1")
    before = desk.rows("SELECT * FROM customers")
    good = ("--field", "CU.Email", "--value", "ann@example.com")
    for bad in (
        ("--field", "CU.Balance", "--value", "a lot"),
        ("--field", "CU.State", "--value", "x" * 41),
        ("--field", "CU.Customer Number", "--value", "7"),
        ("--field", "CU.Email", "--value", "twice@example.com"),
        ("--field", "CU.City"),
    ):
        assert desk.run("customers", "set", number, *good, *bad).code == 2
        assert desk.rows("SELECT * FROM customers") == before
    told = desk.must("customers", "set", number, *good, "--field", "CU.Balance", "--value", "12.50")
    assert (told["fields"], told["changed"]) == (["CU.Email", "CU.Balance"], 2)
    found = desk.rows("SELECT email, balance FROM customers WHERE number = ?", number)
    assert found == [("ann@example.com", 12.5)]
    desk.must("undo", str(told["run"]))
    assert desk.rows("SELECT * FROM customers") == before


def test_A7_list_searches_as_one_types(desk: Desk) -> None:
    desk.change("UPDATE customers SET name = 'Zoë de la Croix', street = '7 Größe 100%' WHERE id = 1")
    desk.change("UPDATE phones SET number = '+1 (518) 555-0042' WHERE customer_id = 2")
    desk.change("UPDATE customers SET company_name = 'A_B' WHERE id = 3")

    def found(text: str) -> list[str]:
        return [one["record_id"] for one in desk.must("customers", "list", "--search", text)["customers"]]

    for text in ("zoe", "DELACROIX", " croix  ZOË ", "GRÖSSE", "grosse", "100%", "zo\u0308e"[:2]):
        assert "1" in found(text), text
    assert found("zoe croix") == ["1"]
    assert found("518 555 0042") == found("5185550042") == found("(518) 555-00 42") == ["2"]
    assert found("a_b") == ["3"]
    assert found("a%b") == found("' OR 1=1--") == []
    assert len(found("   ")) == 30


def test_A7_list_sorts_and_stops(desk: Desk) -> None:
    desk.change("UPDATE customers SET city = NULL WHERE id = 5")
    desk.change("UPDATE customers SET city = 'Ärzen' WHERE id = 9")
    told = desk.must("customers", "list", "--sort", "CU.City", "--limit", "29")
    assert told["count"] == 30
    cities = [one["fields"]["CU.City"] for one in told["customers"]]
    assert len(cities) == 29
    assert cities[0] == "Ärzen"
    assert cities[1:] == sorted(cities[1:])
    assert "" not in cities
    assert desk.run("customers", "list", "--limit", "0").code == 2
    assert desk.run("customers", "list", "--sort", "CU.Nothing").code == 2
