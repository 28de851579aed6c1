"""A1 in the window: System > Email Settings, by mouse and keyboard, looked at with SQL."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMessageBox, QWidget

from agent.gui.company.entry import Entry, Password
from agent.gui.dialogs.email_settings import EmailSettingsDialog
from agent.gui.presenters.email_settings import completed, currency_of, shown_currency, zone_of
from agent.wiring.office import Office as Agent
from tests.support.office import Office
from tests.support.pictures import drawing, opened
from tests.window.seat import Seat, texts

Sit = Callable[[Office], Seat]
MAIL, WORD = "post@greenvalley.example", "hunter2-of-the-mailbox"
FIELDS = "email, phone, website, name, time_zone, currency, change_note, logo"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office with a handful of customers; tests leave the company as they found it, or take it as it is."""
    office = Office(tmp_path_factory.mktemp("email-settings"))
    office.sample(12)
    return office


def company(office: Office) -> dict[str, object]:
    """What independent SQL says of it."""
    return dict(zip(FIELDS.split(", "), office.rows(f"SELECT {FIELDS} FROM company")[0], strict=True))


def opened_at(seat: Seat) -> EmailSettingsDialog:
    """The dialog behind System > Email Settings, its settings read."""
    [entry] = [one for one in seat.window.findChildren(QAction) if one.text().replace("&", "") == "Email Settings…"]
    entry.trigger()
    dialog = seat.open(EmailSettingsDialog)
    seat.sees(dialog, "More about the company")
    return dialog


def type_into(seat: Seat, entry: Entry, text: str) -> None:
    """Click the field, take everything out, type."""
    field = entry.field
    field.window().activateWindow()
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClicks(field, text)
    seat.settle()


def press_return(seat: Seat, dialog: EmailSettingsDialog) -> None:
    """Press Return, and wait until the window is gone."""
    over: list[int] = []
    dialog.finished.connect(over.append)
    seat.click(dialog.ret)
    seat.wait(lambda: bool(over))


def test_A1_the_article_by_mouse_and_keyboard(prepared: Office, sit: Sit, tmp_path: Path) -> None:
    seat = sit(prepared)
    dialog = opened_at(seat)
    before, entries = company(prepared), dialog.form.entries
    assert list(entries)[:4] == ["email", "phone", "password", "website"]
    assert [entries[key].text for key in ("email", "phone")] == [before["email"], before["phone"]]
    type_into(seat, entries["email"], MAIL)
    type_into(seat, entries["phone"], "555-0100 ext. 7")
    type_into(seat, entries["password"], WORD)
    type_into(seat, entries["website"], "www.greenvalley.example")
    type_into(seat, entries["time_zone"], "Europe/Zurich")
    type_into(seat, entries["currency"], "chf")
    type_into(seat, entries["change_note"], "Two days ahead.")
    sign = tmp_path / "sign.jpg"
    sign.write_bytes(drawing((900, 300), "JPEG", "RGB"))
    dialog.form.logo.choose(sign)
    seat.wait(lambda: bool(dialog.form.logo.data))
    press_return(seat, dialog)

    found = company(prepared)
    logo = found.pop("logo")
    assert isinstance(logo, bytes)
    assert opened(logo).size == (360, 120)
    assert found == {
        "email": MAIL,
        "phone": "555-0100 ext. 7",
        "website": "https://www.greenvalley.example",
        "name": before["name"],
        "time_zone": "Europe/Zurich",
        "currency": "CHF",
        "change_note": "Two days ahead.",
    }
    assert Agent(prepared.home).secrets.get("mail-password") == WORD.encode()
    assert WORD.encode() not in prepared.practice.read_bytes()

    again = opened_at(seat)
    assert not again.form.dirty
    seat.click(again.form.logo.remove_button)
    press_return(seat, again)
    assert company(prepared)["logo"] is None


def test_A1_the_password_is_masked_until_it_is_shown(prepared: Office, sit: Sit) -> None:
    seat = sit(prepared)
    dialog = opened_at(seat)
    password = dialog.form.entries["password"]
    assert isinstance(password, Password)
    assert isinstance(password.field, QLineEdit)
    assert password.field.echoMode() == QLineEdit.EchoMode.Password
    seat.click(password.show_button)
    assert password.field.echoMode() == QLineEdit.EchoMode.Normal
    seat.click(password.show_button)
    assert password.field.echoMode() == QLineEdit.EchoMode.Password
    dialog.done(0)


def test_A1_what_can_not_be_is_said_beside_the_field_and_nothing_is_saved(prepared: Office, sit: Sit) -> None:
    seat = sit(prepared)
    dialog = opened_at(seat)
    before = company(prepared)
    entries = dialog.form.entries
    type_into(seat, entries["email"], "one@greenvalley.example; two@greenvalley.example")
    type_into(seat, entries["phone"], "555-0199")
    assert "Write one address only" in texts(dialog)
    type_into(seat, entries["name"], " ")
    type_into(seat, entries["time_zone"], "Mars")
    seat.click(dialog.ret)
    seat.sees(dialog, "The company name is required.")
    assert "There is no such time zone" in texts(dialog)
    assert dialog.focusWidget() is entries["email"].field
    assert "Write one address only" in entries["email"].field.accessibleDescription()
    assert company(prepared) == before
    type_into(seat, entries["email"], MAIL)
    dialog.activateWindow()
    entries["phone"].field.setFocus()
    seat.wait(lambda: "Write one address only" not in texts(dialog))
    dialog.done(0)


def test_T16_a_file_that_is_no_logo_is_named(prepared: Office, sit: Sit, tmp_path: Path) -> None:
    seat = sit(prepared)
    dialog = opened_at(seat)
    wrong = tmp_path / "logo.png"
    wrong.write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    dialog.form.logo.choose(wrong)
    seat.sees(dialog, "This file is an SVG drawing; a logo is a PNG, JPEG, GIF or WebP picture.")
    assert not dialog.form.dirty
    dialog.done(0)


def test_A1_leaving_asks_where_something_was_typed(prepared: Office, sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    seat = sit(prepared)
    dialog = opened_at(seat)
    answers = [QMessageBox.StandardButton.No, QMessageBox.StandardButton.Yes]
    asked: list[str] = []

    def question(
        _parent: QWidget, _title: str, text: str, _buttons: object, preset: object
    ) -> QMessageBox.StandardButton:
        assert preset is QMessageBox.StandardButton.No, "Enter keeps what was typed"
        asked.append(text)
        return answers.pop(0)

    monkeypatch.setattr(QMessageBox, "question", question)
    type_into(seat, dialog.form.entries["phone"], "555-0000")
    seat.press(dialog, Qt.Key.Key_Escape)
    assert (len(asked), dialog.isVisible()) == (1, True)
    seat.press(dialog, Qt.Key.Key_Escape)
    assert len(asked) == 2
    assert company(prepared)["phone"] != "555-0000"

    untouched = opened_at(seat)
    seat.press(untouched, Qt.Key.Key_Escape)
    assert len(asked) == 2
    assert not untouched.isVisible()


def test_A1_what_somebody_else_changed_meanwhile_is_told(prepared: Office, sit: Sit) -> None:
    seat = sit(prepared)
    dialog = opened_at(seat)
    prepared.change("UPDATE company SET phone = '555-0177'")
    type_into(seat, dialog.form.entries["phone"], "555-0188")
    seat.click(dialog.ret)
    seat.sees(dialog, "The settings were changed meanwhile by somebody else; nothing was saved.")
    assert company(prepared)["phone"] == "555-0177"
    dialog.done(0)


def test_A1_the_dialog_fits_the_smallest_window(prepared: Office, sit: Sit) -> None:
    seat = sit(prepared)
    seat.window.resize(760, 480)
    seat.settle()
    dialog = opened_at(seat)
    assert dialog.height() <= 480
    dialog.form.entries["change_note"].field.setFocus()
    seat.press(dialog.form.entries["pay_link"].field, Qt.Key.Key_Tab)
    seat.settle()
    note = dialog.form.entries["change_note"].field
    assert not note.visibleRegion().isEmpty()
    dialog.done(0)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("www.example.com", "https://www.example.com"),
        (" example.com/a:b ", "https://example.com/a:b"),
        ("http://example.com", "http://example.com"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("none", "none"),
        ("", ""),
        ("a b.c", "a b.c"),
    ],
)
def test_A1_web_addresses_are_completed(typed: str, kept: str) -> None:
    assert completed(typed) == kept


def test_A1_lists_lead_back_to_what_is_kept() -> None:
    assert currency_of(shown_currency("USD")) == currency_of("usd") == "USD"
    assert shown_currency("DM") == currency_of("dm") == "DM"
    assert zone_of("America/New York") == "America/New_York"
