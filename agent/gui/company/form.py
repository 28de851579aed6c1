"""The form about the company (feature A1): first what the article enters, then the rest."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from agent.domain.company import WORD, CompanySettings
from agent.domain.errors import AgentError
from agent.gui.bridge import Bridge
from agent.gui.company.entry import CAPTION_TOP, CAPTION_WIDTH, Entry, Search, entry
from agent.gui.company.logo import Logo
from agent.gui.language import say
from agent.gui.looks.tokens import SPACE_2, SPACE_3
from agent.gui.pieces.banner import Banner
from agent.gui.pieces.card import Card, label
from agent.gui.presenters.email_settings import (
    Caption,
    Entered,
    judged,
    main_captions,
    more_captions,
    refused,
    shown_zone,
)


class CompanyForm(QWidget):
    """Reads the settings when it is made, and saves them with `save`."""

    ready = Signal()
    """They are read and shown."""
    changed = Signal()
    saved = Signal()
    """All of it is kept, or there was nothing to keep."""
    held_up = Signal(object)
    """It was not saved; with the widget that the person should look at."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._seen: CompanySettings | None = None
        self._begun: dict[str, str] = {}
        self.banner = Banner()
        self._reading = label(say("Reading the settings…"), "muted")
        self.logo = Logo(bridge)
        self.entries: dict[str, Entry] = {}
        self._cards = [
            self._card("", main_captions(say)),
            self._card(say("More about the company"), more_captions(say)),
        ]
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(SPACE_3)
        for widget in (self.banner, self._reading, *self._cards):
            body.addWidget(widget)
        for card in self._cards:
            card.hide()
        body.addStretch()
        self.logo.changed.connect(self.changed)
        self.load()

    @property
    def wanted(self) -> CompanySettings:
        """What is entered."""
        texts = {key: self._text(key, one) for key, one in self.entries.items()}
        return CompanySettings(texts, self.logo.data, texts.pop(WORD))

    @property
    def dirty(self) -> bool:
        """Whether anything was entered that is not saved."""
        return self._seen is not None and self.wanted != self._seen

    def load(self) -> None:
        """Read the settings anew; what was entered and not saved is gone."""
        self._bridge.read(self, lambda work: work.email_settings.read(), self._fill, self._unread)

    def save(self) -> None:
        """Save all that was changed; then `saved`, or `held_up`."""
        seen, wanted = self._seen, self.wanted
        if seen is None or wanted == seen:
            self.saved.emit()
            return
        self.banner.dismiss()
        if faults := judged(seen, wanted):
            self._tell(faults)
            return
        self._bridge.change(
            lambda work, progress: work.email_settings.save(seen, wanted, progress), self._done, self._failed
        )

    def _card(self, title: str, captions: tuple[Caption, ...]) -> Card:
        card = Card(title or say("Email Settings"))
        if title:
            card.body.addWidget(label(title, "group"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_3)
        grid.setVerticalSpacing(SPACE_2)
        grid.setColumnStretch(1, 1)
        for about in captions:
            one = self.entries[about.key] = entry(about)
            one.place(grid)
            one.changed.connect(self.changed)
            one.left.connect(self._judge)
            if about.key == "name":
                _place_logo(grid, self.logo)
        card.body.addLayout(grid)
        return card

    def _fill(self, entered: Entered) -> None:
        settings, zones = entered.settings, self.entries["time_zone"]
        if isinstance(zones, Search):
            zones.choices(shown_zone(one) for one in entered.zones)
        for key, one in self.entries.items():
            one.fill(str(settings.value(key)))
            one.tell("")
        self.logo.fill(settings.logo)
        self._seen = settings
        self._begun = {key: one.text for key, one in self.entries.items()}
        self._reading.hide()
        for card in self._cards:
            card.show()
        self.ready.emit()

    def _text(self, key: str, one: Entry) -> str:
        """What is entered; where nobody changed it, what is kept, though the field can't show each character of it."""
        text = one.text
        return str(self._seen.value(key)) if self._seen and text == self._begun.get(key) else text

    def _unread(self, error: AgentError) -> None:
        self._reading.hide()
        self.banner.tell(error)

    def _judge(self) -> None:
        """Somebody left a field: what is wrong is said there, and no longer where it is right by now."""
        if self._seen is not None:
            found = judged(self._seen, self.wanted)
            for key, one in self.entries.items():
                one.tell(found.get(key, ""))

    def _tell(self, faults: Mapping[str, str]) -> None:
        for key, one in self.entries.items():
            one.tell(faults.get(key, ""))
        first = next(one for key, one in self.entries.items() if key in faults)
        first.field.setFocus()
        self.held_up.emit(first.field)

    def _done(self, _names: tuple[str, ...]) -> None:
        self.load()
        self.saved.emit()

    def _failed(self, error: AgentError) -> None:
        faults = refused(error)
        if faults and faults.keys() <= self.entries.keys():
            self._tell(faults)
            return
        self.banner.tell(error)
        self.held_up.emit(self.banner)


def _place_logo(grid: QGridLayout, logo: Logo) -> None:
    caption = QLabel(say("Logo"))
    caption.setFixedWidth(CAPTION_WIDTH)
    caption.setContentsMargins(0, CAPTION_TOP, 0, 0)
    at = grid.rowCount()
    grid.addWidget(caption, at, 0, Qt.AlignmentFlag.AlignTop)
    grid.addWidget(logo, at, 1)
