"""The set-up by mouse, from an empty agent folder to a published portal (A8, A12, A18)."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from psycopg import sql
from PySide6.QtCore import Qt

from agent.domain.first_steps import Step
from agent.gui.dialogs import ending
from agent.gui.dialogs.confirming import ConfirmDialog
from agent.gui.dialogs.destination import DestinationDialog
from agent.gui.dialogs.process import ProcessDialog
from agent.gui.dialogs.users import SetPasswordsDialog
from agent.gui.presenters.practice_place import MOST
from agent.gui.wizard.dialog import SetUpDialog
from agent.gui.wizard.ways import ServerWay
from tests.support.office import Office
from tests.support.postgres import Cluster, running_cluster
from tests.support.processes import free_port
from tests.support.receiver import Receiver
from tests.support.visitor import Visitor
from tests.window.at_set_up import Wizard, from_home, home_buttons, opened, type_pairing
from tests.window.seat import Seat, texts

Sit = Callable[[Office], Seat]
CUSTOMERS = 30
SECRET = "s3cret-of-the-server"
MAPPING = """
[company]
"CP.Name" = "Kundendienst"
[customers]
table = "Kunden"
[customers.fields]
"CU.Customer Number" = "Nr"
"CU.Customer Name" = "{column}"
"CU.Customer Status" = {{ constant = "ACTIVE" }}
"""


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last window closes by itself sooner than a person could read it."""
    monkeypatch.setattr(ending, "STAYS_MS", 300)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Nothing is set up there."""
    return Office(tmp_path / "office")


def test_from_nothing_to_a_published_portal(
    served: Receiver, office: Office, sit: Sit, visitor: Callable[[Receiver, int], Visitor]
) -> None:
    seat = sit(office)
    seat.window.begin()
    wizard = opened(seat)  # nothing is chosen: it opens by itself
    assert wizard.dialog.step is Step.PRACTICE
    assert not wizard.dialog.next.isEnabled()
    assert "Choose the practice database first" in wizard.dialog.next.toolTip()

    make_a_sample(wizard, office)
    office.change("UPDATE customers SET password = NULL WHERE id % 3 = 0")
    office.change("UPDATE customers SET password = '  ' WHERE id % 3 = 1")
    office.change("UPDATE company SET email = ''")
    wizard.later()
    seat.wait(lambda: len(home_buttons(seat)) == len(Step) - 1)

    wizard = from_home(seat)  # half way: it goes on where it was left
    enter_company(wizard)
    wizard.next(Step.USERS)
    seat.click(wizard.dialog.users.skip)
    seat.wait(lambda: wizard.dialog.list.buttons[Step.USERS].accessibleName().endswith(": Skipped"))
    wizard.next(Step.PAIR)
    assert wizard.dialog.step is Step.PAIR
    pair(wizard, served, office)

    give_passwords(wizard, office)

    process(wizard)
    assert "Your portal is there" in texts(wizard.process)
    seat.wait(lambda: not seat.window.findChildren(ProcessDialog))
    seat.click(wizard.dialog.next)
    seat.sees(seat.window.home, "The portal is up to date")
    assert not home_buttons(seat)
    number, password = office.rows(
        "SELECT number, password FROM customers WHERE status = 'ACTIVE' AND is_customer = 1 AND id % 3 = 0"
        " AND coalesce(is_employee, 0) = 0 AND coalesce(not_on_portal, 0) = 0"
    )[0]
    with visitor(served, office.company) as customer:
        customer.sign_in(number, password)
        assert customer.signed_in


def make_a_sample(wizard: Wizard, office: Office) -> None:
    seat = wizard.seat
    sample = wizard.practice.sample
    seat.click(sample.radio)
    sample.file.line.setText(str(office.practice))
    seat.settle()
    line = sample.customers.lineEdit()
    assert line.width() > line.fontMetrics().horizontalAdvance(f"{MOST:,}"), "the number can't be read"
    sample.customers.setValue(CUSTOMERS)
    seat.press(sample.go, Qt.Key.Key_Return)
    wizard.done(Step.PRACTICE)
    assert f"{CUSTOMERS} customers" in texts(wizard.practice)
    assert office.rows("SELECT count(*) FROM customers") == [(CUSTOMERS,)]


def pair(wizard: Wizard, served: Receiver, office: Office) -> None:
    code = served.create_company(office.company, "Green Valley Lawn Care")
    type_pairing(wizard.pair.fields, served.url, office.company, f" {code.replace('-', ' ').lower()} ")
    assert wizard.pair.fields.code.text() == code
    wizard.seat.click(wizard.pair.fields.pair)
    wizard.done(Step.PAIR)
    assert "CLIP Customer Portal" in texts(wizard.pair)


def give_passwords(wizard: Wizard, office: Office) -> None:
    seat = wizard.seat
    wizard.next(Step.PASSWORDS)
    before = dict(office.rows("SELECT id, password FROM customers"))
    wanted = {
        row[0]
        for row in office.rows("SELECT id FROM customers WHERE status = 'ACTIVE' AND trim(coalesce(password, '')) = ''")
    }
    assert wanted
    assert f"{len(wanted)} of " in texts(wizard.passwords)
    seat.click(wizard.passwords.make)
    seat.sees(wizard.passwords, f"{len(wanted)} customers get a password")
    assert wizard.passwords.confirm.hasFocus(), "the next thing is at hand"
    assert dict(office.rows("SELECT id, password FROM customers")) == before
    seat.click(wizard.passwords.confirm)
    wizard.done(Step.PASSWORDS)
    after = dict(office.rows("SELECT id, password FROM customers"))
    assert {id_ for id_ in after if after[id_] != before[id_]} == wanted
    assert len({after[id_] for id_ in wanted}) == len(wanted)
    assert "The backup from before is" in texts(wizard.passwords)


def process(wizard: Wizard) -> None:
    seat = wizard.seat
    wizard.next(Step.PROCESS)
    seat.click(wizard.process.go)
    seat.click(seat.open(ProcessDialog).process)
    following = seat.open(DestinationDialog)
    seat.wait(following.choosing.process.isEnabled)
    seat.click(following.choosing.process)
    wizard.done(Step.PROCESS)


def enter_company(wizard: Wizard) -> None:
    """The company's e-mail address."""
    assert wizard.dialog.step is Step.COMPANY
    form = wizard.dialog.company.form
    assert form is not None
    wizard.seat.wait(form.entries["email"].field.isVisible)
    form.entries["email"].fill("no address")
    assert wizard.dialog.next.text() == "&Save"
    wizard.seat.click(wizard.dialog.next)
    wizard.seat.wait(wizard.dialog.next.isEnabled)
    assert "e-mail" in texts(form)
    form.entries["email"].fill("office@greenvalley.example")
    wizard.seat.click(wizard.dialog.next)
    wizard.done(Step.COMPANY)
    wizard.seat.wait(lambda: wizard.dialog.next.text() == "&Next")


@pytest.fixture
def chosen(office: Office) -> Office:
    """The practice database is chosen."""
    office.sample(12)
    return office


def test_A18_what_is_no_practice_database_is_told_and_nothing_is_chosen(
    office: Office, sit: Sit, tmp_path: Path
) -> None:
    letter, foreign, mapping = (tmp_path / name for name in ("letter.db", "foreign.db", "foreign.toml"))
    letter.write_bytes(b"Dear Mrs Miller, " * 500)
    with closing(sqlite3.connect(foreign)) as connection:
        connection.execute("CREATE TABLE Kunden (Nr TEXT PRIMARY KEY, Name TEXT)")
        connection.execute("INSERT INTO Kunden VALUES ('K1', 'Meyer')")
        connection.commit()
    wizard = from_home(sit(office))
    seat, file = wizard.seat, wizard.practice.file
    seat.click(file.radio)
    assert file.go.toolTip() == "Choose the file of the practice database first."
    for path, said in (
        (tmp_path / "nowhere.db", "There is no practice database at"),
        (letter, "is no SQLite database"),
        (foreign, "give its mapping file too"),
    ):
        file.file.line.setText(str(path))
        seat.click(file.go)
        seat.sees(wizard.practice, said)
        assert not wizard.practice.found.isVisible()
    seat.click(file.mapping.foreign)
    assert "Choose the mapping file" in file.go.toolTip()
    mapping.write_text(MAPPING.format(column="Namen"))
    file.mapping.file.line.setText(str(mapping))
    seat.click(file.go)
    seat.sees(wizard.practice, 'the column "Namen"')
    mapping.write_text(MAPPING.format(column="Name"))
    seat.click(file.go)
    seat.sees(wizard.practice, "Found 1 customer")
    assert office.must("setup")["practice"] == ""
    seat.click(wizard.practice.found.use)
    wizard.done(Step.PRACTICE)
    assert office.must("setup")["practice"].endswith("foreign.db")


def test_A18_the_sample_office_can_be_cancelled_and_nothing_is_left(office: Office, sit: Sit) -> None:
    wizard = from_home(sit(office))
    seat, sample = wizard.seat, wizard.practice.sample
    seat.click(sample.radio)
    sample.file.line.setText(str(office.practice))
    sample.customers.setValue(50_000)
    before = sorted(office.folder.iterdir())
    seat.click(sample.go)
    seat.wait(lambda: wizard.practice.work.bar.value() > 0)
    assert not wizard.dialog.next.isEnabled()
    seat.click_at_once(wizard.practice.work.cancel)
    seat.sees(wizard.practice, "Nothing is left of the sample office.")
    assert sorted(office.folder.iterdir()) == before
    assert office.must("setup")["practice"] == ""


def test_A18_another_practice_database_takes_a_clear_yes(
    served: Receiver, chosen: Office, sit: Sit, tmp_path: Path
) -> None:
    chosen.company = 114
    chosen.pair(served, served.create_company(114, "Change of Office"))
    other = Office(tmp_path / "other")
    other.sample(12, seed=2)
    seat = sit(chosen)
    seat.window.dialogs.set_up(Step.PRACTICE)
    wizard = opened(seat)
    seat.click(wizard.practice.in_use.another)
    seat.settle()
    seat.click(wizard.practice.file.radio)
    wizard.practice.file.file.line.setText(str(chosen.practice))
    seat.click(wizard.practice.file.go)
    seat.sees(wizard.practice, "Found 12 customers")
    assert wizard.practice.found.use.isEnabled()  # the same one again is no change

    wizard.practice.file.file.line.setText(str(other.practice))
    assert not wizard.practice.found.isVisible()
    seat.click(wizard.practice.file.go)
    seat.sees(wizard.practice, "1 portal is paired for the one in use and stays with it")
    found = wizard.practice.found
    assert not found.use.isEnabled()
    assert "Tick first" in found.use.toolTip()
    seat.click(found.sure)
    seat.click(found.use)
    seat.wait(lambda: wizard.dialog.list.buttons[Step.PAIR].accessibleName().endswith(": Open"))
    assert str(other.practice) in texts(wizard.practice)
    refused = chosen.run("process")
    assert refused.code == 1
    assert "paired for another practice database" in refused.err


@pytest.fixture
def server() -> Iterator[Cluster]:
    """A database server that wants a password."""
    with running_cluster(free_port()) as made:
        made.tell(sql.SQL("CREATE ROLE clerk LOGIN PASSWORD {}").format(sql.Literal(SECRET)))
        yield made


def test_A18_a_server_is_tried_and_each_mistake_has_its_words(office: Office, sit: Sit, server: Cluster) -> None:
    name = server.database()
    wizard = from_home(sit(office))
    seat, way = wizard.seat, wizard.practice.server
    seat.click(way.radio)
    right = {"host": "127.0.0.1", "port": str(server.port), "database": name, "user": "clerk", "password": SECRET}
    for wrong, said in (
        ({"port": "1"}, "No database server answers"),
        ({"host": "no-such-server.invalid"}, "can't be found"),
        ({"password": "wrong"}, "does not accept this user and password"),
        ({"database": "no_such"}, "has no database of that name"),
        ({}, "it has no table"),
    ):
        type_server(way, {**right, **wrong})
        seat.click(way.go)
        seat.sees(wizard.practice, said)
        assert SECRET not in texts(wizard.practice)
    assert office.must("setup")["practice"] == ""


def type_server(server: ServerWay, typed: dict[str, str]) -> None:
    """As a person types."""
    for name, text in typed.items():
        getattr(server, name).setText(text)


def test_A13_activated_passwords_end_in_the_sign_in_and_count_as_done(chosen: Office, sit: Sit) -> None:
    seat = sit(chosen)
    seat.window.dialogs.set_up(Step.USERS)
    wizard = opened(seat)
    assert "Nobody has to sign in here yet." in texts(wizard.dialog.users)
    seat.click(wizard.dialog.users.open)
    users = seat.open(SetPasswordsDialog)
    seat.wait(users.activation.isEnabled)
    seat.click(users.activation)
    seat.click(seat.open(ConfirmDialog).yes)
    seat.wait(lambda: not seat.window.findChildren(SetUpDialog))
    seat.sees(seat.window, "The first sign-in is CLIP / CLIP")
    assert {one["step"]: one["state"] for one in chosen.must("setup")["steps"]}["users"] == "done"
    refused = chosen.run("setup", "--skip", "users")
    assert refused.code == 1
    assert "sign in" in refused.err.casefold() or "level-1" in refused.err
