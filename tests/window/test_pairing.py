"""Pairing in the window: each refusal in words, a lost answer, a second portal, and one that is forgotten (A12)."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from agent.domain.first_steps import Step
from agent.gui.dialogs.portals import PortalsDialog
from agent.gui.presenters.pairing import PairForm, grouped
from tests.support.office import Office
from tests.support.processes import free_port
from tests.support.proxy import LOST_ANSWER, Proxy, answered
from tests.support.receiver import Receiver
from tests.window.at_set_up import Wizard, opened, type_pairing
from tests.window.seat import Seat, texts
from tests.window.test_presenters import say

Sit = Callable[[Office], Seat]
CODE = "7KQ2-M0XA-9TRB-4WYZ"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """The practice database is chosen, nothing is paired."""
    made = Office(tmp_path / "office", 120)
    made.sample(12)
    return made


def at_pairing(seat: Seat) -> Wizard:
    """The set-up at its step."""
    seat.window.dialogs.set_up(Step.PAIR)
    wizard = opened(seat)
    assert wizard.dialog.step is Step.PAIR
    return wizard


def refused(wizard: Wizard, said: str) -> None:
    """Press Pair; what was typed stays, and nothing is paired."""
    seat = wizard.seat
    typed = wizard.pair.fields.typed
    seat.click(wizard.pair.fields.pair)
    seat.sees(wizard.pair, said)
    seat.wait(wizard.pair.fields.pair.isEnabled)
    assert wizard.pair.fields.typed == typed
    assert wizard.dialog.list.buttons[Step.PAIR].accessibleName().endswith(": Now")
    wizard.pair.banner.dismiss()


def test_A12_each_refusal_says_what_to_do(served: Receiver, office: Office, sit: Sit, tmp_path: Path) -> None:
    code = served.create_company(120, "Green Valley Lawn Care")
    used, others = served.create_company(121, "Oak Street"), served.create_company(125, "Elm Street")
    beside, other = Office(tmp_path / "beside", 121), Office(tmp_path / "other", 125)
    beside.url = office.url
    beside.init()
    beside.pair(served, used)
    other.sample(12, seed=2)
    other.pair(served, others)
    wizard = at_pairing(sit(office))
    for url, company, typed, said in (
        (served.url, 120, CODE, "ask whoever runs the portal for a new code"),
        (served.url, 121, used, "ask whoever runs the portal for a new code"),
        (served.url, 999, code, "ask whoever runs the portal for a new code"),
        (served.url, 125, served.pairing_code(125), "This is not the practice database that this company publishes."),
        (f"http://127.0.0.1:{free_port()}", 120, code, "can't be reached"),
        (f"https://127.0.0.1:{served.port}", 120, code, "can't prove that it is the right one"),
        ("http://portal.example.com", 120, code, "Use https:// instead"),
        (f"{served.url}/nowhere", 120, code, "There is no Porchlight receiver at"),
    ):
        type_pairing(wizard.pair.fields, url, company, typed)
        refused(wizard, said)
    assert office.must("portals", "list")["portals"] == []


def test_A12_a_lost_answer_is_told_and_the_same_code_goes_on(served: Receiver, office: Office, sit: Sit) -> None:
    office.company = 122
    code = served.create_company(122, "Lost Answer Lawns")
    with Proxy(served.port).open() as proxy:
        wizard = at_pairing(sit(office))
        type_pairing(wizard.pair.fields, proxy.url, 122, code)
        proxy.plan(answered(502, "text/html", b"<h1>Bad gateway</h1>"))
        refused(wizard, "is not available just now")
        proxy.plan(LOST_ANSWER, "POST", "/pair")
        refused(wizard, "Pair again with the same code")
        wizard.seat.click(wizard.pair.fields.pair)
        wizard.done(Step.PAIR)
    assert [one["company"] for one in office.must("portals", "list")["portals"]] == [122]


def test_A12_portals_are_listed_added_and_forgotten(served: Receiver, office: Office, sit: Sit) -> None:
    office.company = 123
    office.pair(served, served.create_company(123, "Green Valley"))
    code = served.create_company(124, "Green Valley Try-Out")
    office.process()
    seat = sit(office)
    seat.window.dialogs.portals()
    dialog = seat.open(PortalsDialog)
    seat.sees(dialog, "Last receipt: snapshot 2, today at")
    seat.click(dialog.another)
    seat.settle()
    type_pairing(dialog.fields, served.url, 124, code)
    assert dialog.fields.pair.toolTip() == "Give the portal a name."
    dialog.fields.name.setText("CLIP Customer Portal")
    seat.click(dialog.fields.pair)
    seat.sees(dialog, "is already the name of the portal of company 123")
    dialog.fields.name.setText("Try-out")
    seat.click(dialog.fields.pair)
    seat.sees(dialog, "Paired with Try-out")
    seat.wait(lambda: [one.isVisible() for one in dialog.cards] == [True, True])
    assert kept(office) > 0

    card = dialog.cards[0]
    seat.click(card.first)
    assert "The receiver goes on listing this computer" in texts(card)
    seat.click(card.keep)
    seat.settle()
    seat.click(card.first)
    seat.settle()
    seat.click(card.sure)
    seat.sees(dialog, "CLIP Customer Portal is forgotten here.")
    seat.wait(lambda: len(dialog.cards) == 1)
    assert [one["name"] for one in office.must("portals", "list")["portals"]] == ["Try-out"]
    assert kept(office) == 0
    secrets = "".join(one.name for one in (office.home / "secrets").iterdir())
    assert "CLIP" not in secrets
    said = office.run("portals", "forget", "CLIP Customer Portal", "--json")
    assert (said.code, said.json["error"]["title"]) == (2, 'No portal is called "CLIP Customer Portal".')
    assert office.must("portals", "forget", "Try-out")["company"] == 124
    assert "not paired" in office.run("portals", "list").out


def kept(office: Office) -> int:
    """How many hashes of what was published the agent keeps."""
    with closing(sqlite3.connect(office.home / "agent.db")) as connection:
        (count,) = connection.execute("SELECT count(*) FROM publication").fetchone()
    return int(count)


def test_A12_a_code_is_put_into_its_groups_however_it_comes() -> None:
    for typed in (CODE, CODE.lower(), CODE.replace("-", ""), f"  {CODE.replace('-', ' ')}\n", f"{CODE}-MORE"):
        assert grouped(typed) == CODE
    assert grouped("7kq2m") == "7KQ2-M"


def test_A12_what_is_missing_is_named_and_a_short_address_is_enough() -> None:
    form = PairForm("portal.example.com", "112", CODE)
    assert (form.obstacle(say), form.address) == ("", "https://portal.example.com")
    assert PairForm(" http://127.0.0.1:5000 ", "1", CODE).address == "http://127.0.0.1:5000"
    for wrong, said in (
        (PairForm("", "112", CODE), "address"),
        (PairForm("x", "11a", CODE), "digits"),
        (PairForm("x", "112", ""), "paste"),
        (PairForm("x", "112", "7KQ2-M0XA-9TRB-4WY"), "1 more character."),
        (PairForm("x", "112", CODE, " "), "name"),
    ):
        assert said in wrong.obstacle(say)
    assert CODE not in repr(form)
