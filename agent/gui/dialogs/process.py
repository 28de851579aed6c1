"""The window behind the Customer Portal icon: what to upload, then Process (feature A8, the article's words)."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QWidget

from agent.gui.bridge import Bridge
from agent.gui.dialogs.destination import DestinationDialog
from agent.gui.dialogs.frame import Fitted, Footer, head, inset, stack
from agent.gui.dialogs.optional_day import OptionalDay
from agent.gui.dialogs.preview import PreviewDialog
from agent.gui.dialogs.save_to_file import SaveToFileDialog
from agent.gui.language import say
from agent.gui.looks.theme import Theme
from agent.gui.pieces.banner import Banner
from agent.gui.pieces.buttons import allow, button
from agent.gui.pieces.card import Card, label, row
from agent.gui.pieces.keys import on_ctrl_enter
from agent.gui.presenters.process import TO_FILE, VIA, Form

WIDTH = 520
INDENT = 30


class ProcessDialog(Fitted):
    """Stays behind "Select one destination to upload data" with everything as it was ticked, until that is done."""

    failed = Signal(str, object)
    """A Process to the portal of this name came to nothing: an `AgentError`."""
    published = Signal(object)
    """A Process came to its end; with what it found that somebody should look at."""
    working = Signal(bool)

    def __init__(self, bridge: Bridge, theme: Theme, parent: QWidget, portal: str = "") -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._theme = theme
        self._portal = portal
        self._expected = 0
        self.setWindowTitle(say("Customer Portal"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(WIDTH)
        self.banner = Banner()
        self.via = QCheckBox(VIA)
        self.via.setChecked(True)
        self.to_file = QCheckBox(say(TO_FILE))
        self.active = QCheckBox(say("&Active Customers"))
        self.active.setChecked(True)
        self._count = QLabel()
        self._count.setObjectName("muted")
        self.history = _history()
        self.activity = _activity()
        for box in (self.via, self.to_file, self.active):
            box.toggled.connect(self._judge)
        for day in (self.history, self.activity):
            day.changed.connect(self._judge)
        self.preview = button(say("P&review"), plain=True, name=say("Preview: see what will change"))
        self.preview.clicked.connect(self._look_ahead)
        cancel = button(say("Cancel"))
        cancel.clicked.connect(self.reject)
        self.process = button(say("&Process"), main=True)
        self.process.clicked.connect(self._go_on)
        self._footer = Footer(self.preview, cancel, self.process)
        self._build()
        self._judge()
        on_ctrl_enter(self, self.process.click)
        bridge.read(self, lambda work: work.active_customers(), self._counted, self.banner.tell)

    @property
    def form(self) -> Form:
        """What is ticked and typed."""
        return Form(
            self.via.isChecked(),
            self.active.isChecked(),
            self.history.day,
            self.activity.day,
            self.to_file.isChecked(),
        )

    def _build(self) -> None:
        internet = Card(say("Via Internet"))
        internet.body.addWidget(label(say("Via Internet"), "group"))
        internet.body.addWidget(self.via, alignment=Qt.AlignmentFlag.AlignLeft)
        internet.body.addWidget(self.to_file, alignment=Qt.AlignmentFlag.AlignLeft)
        internet.body.addWidget(_file_hint())
        chosen = Card(say("Select"))
        chosen.body.addWidget(label(say("Select"), "group"))
        line = row()
        line.addWidget(self.active)
        line.addStretch()
        line.addWidget(self._count)
        chosen.body.addLayout(line)
        chosen.body.addWidget(self.history)
        chosen.body.addWidget(self.activity)
        inner = inset()
        for widget in (self.banner, internet, chosen):
            inner.addWidget(widget)
        inner.addStretch()
        stack(self, head(self.windowTitle()), inner, self._footer)

    def _judge(self) -> None:
        obstacle = self.form.obstacle(say)
        self._footer.allow(obstacle)
        allow(self.preview, obstacle)

    def _counted(self, active: int) -> None:
        self._expected = active
        self._count.setText(say.number(active))
        self._count.setAccessibleName(say("{count} active customers", count=say.number(active)))

    def _look_ahead(self) -> None:
        self.banner.dismiss()
        looking = PreviewDialog(self._bridge, self, self.form.choice, self._expected, self._portal)
        looking.process.connect(self._destinations)
        looking.rejected.connect(self.activateWindow)
        looking.open()

    def _go_on(self) -> None:
        self._destinations("")

    def _destinations(self, seen: str) -> None:
        """`seen` is the portal whose changes the person was just shown, empty for none."""
        self.banner.dismiss()
        choice, portal = self.form.choice, seen or self._portal
        if self.form.to_file:
            saving = SaveToFileDialog(self._bridge, self._theme, self, choice, self._expected, portal, seen)
            saving.accepted.connect(self.accept)
            saving.rejected.connect(self.activateWindow)
            saving.working.connect(self.working)
            saving.open()
            return
        following = DestinationDialog(self._bridge, self._theme, self, choice, self._expected, portal, seen)
        following.accepted.connect(self.accept)
        following.rejected.connect(self.activateWindow)
        following.failed.connect(self.failed)
        following.published.connect(self.published)
        following.working.connect(self.working)
        following.open()


def _file_hint() -> QLabel:
    made = label(say("For carrying the snapshot by hand, where there is no internet. Nothing is sent."), "muted")
    made.setContentsMargins(INDENT, 0, 0, 0)
    return made


def _history() -> OptionalDay:
    return OptionalDay(
        say("&History Back To"),
        say("This year and last year unless you choose a date. With an earlier date the upload takes longer."),
        date(date.today().year - 1, 1, 1),
    )


def _activity() -> OptionalDay:
    return OptionalDay(
        say("Customers with Ac&tivity After"),
        say(
            "Also customers who are not active, with work, an invoice or a payment after this day."
            " The upload takes longer."
        ),
        date(date.today().year, 1, 1),
    )
