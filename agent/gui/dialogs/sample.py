"""A sample page: the portal's home of one customer, drawn here from the very record that would be published.

Every text is a plain label, so whatever the practice database holds stays text: nothing is loaded, nothing is followed.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from agent.domain.values import visible
from agent.gui.dialogs.frame import Footer, inset, stack
from agent.gui.language import say
from agent.gui.looks.tokens import SPACE_2, SPACE_3, SPACE_4
from agent.gui.pieces.buttons import button
from agent.gui.pieces.card import Card, empty, label, pill, row
from agent.gui.presenters.sample import Line, PortalPage

SIDE = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class SamplePage(QWidget):
    """Shows a `PortalPage`."""

    back = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._body = inset(SPACE_3)
        held = QWidget()
        held.setObjectName("page")
        held.setLayout(self._body)
        area = QScrollArea()
        area.setWidget(held)
        area.setWidgetResizable(True)
        area.setAccessibleName(say("Sample page"))
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._go_back = button(say("&Back to the list"), main=True)
        self._go_back.clicked.connect(self.back)
        stack(self, area, Footer(self._go_back))

    def tell(self, page: PortalPage) -> None:
        """Show it."""
        empty(self._body)
        about = label(say("So the portal's home will look to this customer."), "muted")
        for widget in (about, _company(page), _greeting(page)):
            self._body.addWidget(widget)
        columns = QWidget()
        beside = row(spacing=SPACE_4)
        columns.setLayout(beside)
        beside.addWidget(_next(page), stretch=3)
        beside.addWidget(_account(page), stretch=2)
        self._body.addWidget(columns)
        self._body.addWidget(_history(page))
        self._body.addStretch()
        self._go_back.setFocus()


def _text(text: str, style: str = "", *, wrap: bool = True) -> QWidget:
    return label(visible(text), style, wrap=wrap)


def _company(page: PortalPage) -> QFrame:
    made = Card(page.company)
    line = row()
    names = QVBoxLayout()
    names.setSpacing(0)
    names.addWidget(_text(page.company, "subtitle"))
    if page.contact:
        names.addWidget(_text(page.contact, "muted"))
    line.addLayout(names, stretch=1)
    line.addWidget(_text(page.customer, "muted", wrap=False))
    made.body.addLayout(line)
    return made


def _greeting(page: PortalPage) -> QWidget:
    made = QWidget()
    body = QVBoxLayout(made)
    body.setContentsMargins(0, SPACE_2, 0, 0)
    body.setSpacing(0)
    body.addWidget(_text(page.greeting, "heading"))
    if page.served:
        body.addWidget(_text(page.served, "muted"))
    return made


def _next(page: PortalPage) -> Card:
    made = Card(say("Next Visit"))
    above = row()
    above.addWidget(label(say("Next Visit"), "subtitle", wrap=False))
    if page.state:
        above.addWidget(pill(page.state, page.tone))
    above.addStretch()
    made.body.addLayout(above)
    made.body.addWidget(_text(page.next, "hero"))
    made.body.addWidget(_text(page.next_what))
    if page.next_why:
        made.body.addWidget(_text(page.next_why, "muted"))
    if page.planned:
        made.body.addLayout(_lines(page.planned))
    made.body.addStretch()
    return made


def _account(page: PortalPage) -> Card:
    made = Card(say("Contact Information"))
    made.body.addWidget(label(say("Contact Information"), "subtitle"))
    for title, text in page.facts:
        fact = QVBoxLayout()
        fact.setSpacing(0)
        fact.addWidget(_text(title, "group"))
        fact.addWidget(_text(text))
        made.body.addLayout(fact)
    made.body.addStretch()
    return made


def _history(page: PortalPage) -> Card:
    made = Card(say("History"))
    made.body.addWidget(label(say("History"), "subtitle"))
    if page.done:
        made.body.addLayout(_lines(page.done))
    else:
        made.body.addWidget(label(say("Work that is done will be listed here."), "muted"))
    if page.done_rest:
        made.body.addWidget(_text(page.done_rest, "muted"))
    return made


def _lines(lines: tuple[Line, ...]) -> QGridLayout:
    made = QGridLayout()
    made.setHorizontalSpacing(SPACE_4)
    made.setVerticalSpacing(SPACE_2)
    made.setColumnStretch(1, 1)
    for at, line in enumerate(lines):
        made.addWidget(_text(line.when, "muted", wrap=False), at, 0)
        made.addWidget(_text(line.what), at, 1)
        made.addWidget(pill(visible(line.state), line.tone), at, 2, SIDE)
    return made
