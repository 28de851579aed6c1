"""The states of the Customer List."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QLineEdit, QWidget

from agent.gui.window.main_window import MainWindow
from agent.gui.window.places import CUSTOMERS, HOME
from tests.window.screens.settled import rest, settle, until


def screens(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """Each on the main window."""
    page = window.customers
    window.go(CUSTOMERS)
    settle(window, "40 of 40")
    yield "customers-nobody-chosen", window
    page.finder.table.selectRow(0)
    settle(window, "1001  James Abbott")
    yield "customers", window
    page.details.tabs.setCurrentWidget(page.details.phones)
    rest()
    yield "customers-phones", window
    page.finder.table.selectRow(1)
    settle(window, "does not count until it is reset")
    _line(page.details.phones, "Customer Password").setText("quiet-otter-lamp-7")
    rest()
    yield "customers-own-password", window
    page.details.discard.click()
    page.finder.table.selectRow(0)
    until(lambda: page.details.phones.card is not None and page.details.phones.card.chosen is None)
    yield from _tabs(window)
    yield from _edited(window)
    page.finder.search.setText("nobody at all")
    page.finder.keep("1")
    settle(window, "Nobody is found")
    yield "customers-none-found", window
    page.finder.search.clear()
    page.finder.keep("1")
    settle(window, "40 of 40")
    window.go(HOME)


def _tabs(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    details = window.customers.details
    for tab, name in (
        (details.properties, "properties"),
        (details.jobs, "jobs"),
        (details.history, "history"),
        (details.notes, "notes"),
    ):
        details.tabs.setCurrentWidget(tab)
        rest()
        yield f"customers-{name}", window
    details.tabs.setCurrentWidget(details.contact)


def _edited(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    details = window.customers.details
    balance, email, city = (_line(details.contact, name) for name in ("Balance", "Email", "City"))
    balance.setText("a lot")
    email.setText("james at home")
    details.contact.ensureWidgetVisible(balance)
    rest()
    yield "customers-not-possible", window
    details.discard.click()
    city.setText("Lake George")
    details.save.click()
    settle(window, "Saved.")
    yield "customers-saved", window
    city.setText("conflict")
    details.save.click()
    settle(window, "Reload")
    yield "customers-conflict", window
    details.discard.click()
    details.notice.dismiss()


def _line(where: QWidget, name: str) -> QLineEdit:
    return next(one for one in where.findChildren(QLineEdit) if one.accessibleName() == name)
