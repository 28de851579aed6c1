"""The sign-in, over everything else (feature row A13)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedLayout, QVBoxLayout, QWidget

from agent.domain.errors import AgentError
from agent.gui.bridge import Bridge
from agent.gui.language import say
from agent.gui.looks.tokens import SPACE_3, SPACE_4, SPACE_5
from agent.gui.pieces.banner import Banner
from agent.gui.pieces.buttons import allow, button
from agent.gui.pieces.card import Card, label, row
from agent.gui.presenters.rights import Standing
from agent.gui.users.new_password import NewPassword, hidden_line, titled

WIDTH = 480
TOP = 72


class SignInPage(QWidget):
    """First user name and password; with the first password, then a new one."""

    entered = Signal(object)
    """A `presenters.rights.Standing`."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self.banner = Banner()
        self.banner.setFixedWidth(WIDTH)
        self.enter = EnterCard()
        self.change = ChangeCard()
        self._cards = QStackedLayout()
        for card in (self.enter, self.change):
            held = QWidget()
            inside = QVBoxLayout(held)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.addWidget(card)
            inside.addStretch()
            self._cards.addWidget(held)
        self.enter.wanted.connect(self._sign_in)
        self.change.wanted.connect(self._change)
        middle = QVBoxLayout()
        middle.setSpacing(SPACE_4)
        middle.addWidget(self.banner)
        middle.addLayout(self._cards, stretch=1)
        body = QHBoxLayout(self)
        body.setContentsMargins(SPACE_5, TOP, SPACE_5, SPACE_5)
        body.addStretch(1)
        body.addLayout(middle)
        body.addStretch(1)

    def show_standing(self, standing: Standing, *, afresh: bool) -> None:
        """What has to be done before anything else; `afresh` where something else was shown before."""
        if afresh:
            self.banner.dismiss()
            self.enter.clear()
        self.change.clear()
        self.enter.explain(standing)
        self.change.begin(standing)
        self._cards.setCurrentIndex(1 if standing.change_first else 0)
        (self.change.password.first if standing.change_first else self.enter.name).setFocus()

    def _sign_in(self, name: str, password: str) -> None:
        self.banner.dismiss()
        self._bridge.read(self, lambda work: work.users.sign_in(name, password), self._entered, self._refused)

    def _change(self, password: str) -> None:
        self.banner.dismiss()
        self._bridge.read(self, lambda work: work.users.change_password(password), self._entered, self._not_changed)

    def _entered(self, standing: Standing) -> None:
        self.enter.clear()
        self.entered.emit(standing)

    def _refused(self, error: AgentError) -> None:
        self.banner.tell(error)
        self.enter.again()

    def _not_changed(self, error: AgentError) -> None:
        self.banner.tell(error)
        self.change.clear()


class EnterCard(Card):
    """User name, password, Sign In."""

    wanted = Signal(str, str)

    def __init__(self) -> None:
        super().__init__(say("Sign in"))
        self.setFixedWidth(WIDTH)
        self.body.setContentsMargins(SPACE_5, SPACE_5, SPACE_5, SPACE_5)
        self.body.setSpacing(SPACE_3)
        self.name = QLineEdit()
        self.name.setAccessibleName(say("User Name"))
        self.password = hidden_line(say("Password"))
        self.sign_in = button(say("Sign &In"), main=True)
        self._why = label("", "muted")
        self.body.addWidget(label(say("Sign in"), "title"))
        self.body.addWidget(self._why)
        self.body.addLayout(titled(say("User Name"), self.name))
        self.body.addLayout(titled(say("Password"), self.password))
        line = row()
        line.addStretch()
        line.addWidget(self.sign_in)
        self.body.addLayout(line)
        self.sign_in.clicked.connect(self._go)
        self.name.returnPressed.connect(self.password.setFocus)
        self.password.returnPressed.connect(self._go)
        for field in (self.name, self.password):
            field.textChanged.connect(self._judge)
        self._judge()

    def explain(self, standing: Standing) -> None:
        """Why one signs in, or why again."""
        first = say("Passwords are activated. The first sign-in is CLIP / CLIP: user name CLIP, password CLIP.")
        usual = first if standing.first_sign_in else say("With the user name and password of the office.")
        self._why.setText(standing.over or usual)

    def clear(self) -> None:
        """Nothing typed stays."""
        self.name.clear()
        self.password.clear()
        self.sign_in.setText(say("Sign &In"))

    def again(self) -> None:
        """It was not right: the password is typed anew."""
        self.password.clear()
        (self.password if self.name.text() else self.name).setFocus()

    def _judge(self) -> None:
        typed = self.name.text().strip() and self.password.text()
        allow(self.sign_in, "" if typed else say("Type user name and password first."))

    def _go(self) -> None:
        if self.sign_in.isEnabled():
            self.wanted.emit(self.name.text(), self.password.text())
            allow(self.sign_in, say("It is being looked up."))


class ChangeCard(Card):
    """The first password has to be changed."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__(say("Choose your own password"))
        self.setFixedWidth(WIDTH)
        self.body.setContentsMargins(SPACE_5, SPACE_5, SPACE_5, SPACE_5)
        self.body.setSpacing(SPACE_3)
        self._why = label("", "muted")
        self.password = NewPassword(say("New password"), 1, needed=True)
        self.save = button(say("&Save"), main=True)
        self.save.clicked.connect(self._go)
        self.password.changed.connect(self._judge)
        self.password.again.returnPressed.connect(self._go)
        self.body.addWidget(label(say("Choose your own password"), "title"))
        self.body.addWidget(self._why)
        self.body.addWidget(self.password)
        line = row()
        self._obstacle = label("", "muted")
        line.addWidget(self._obstacle, stretch=1)
        line.addWidget(self.save, alignment=Qt.AlignmentFlag.AlignBottom)
        self.body.addLayout(line)
        self._judge()

    def begin(self, standing: Standing) -> None:
        """Who has to."""
        self.password.ask_for(standing.level)
        self._why.setText(
            say("Everybody knows the first password of {name}, so it has to be changed now.", name=standing.user)
        )

    def clear(self) -> None:
        """Nothing typed stays."""
        self.password.clear()

    def _judge(self) -> None:
        self._obstacle.setText(self.password.obstacle)
        allow(self.save, self.password.obstacle)

    def _go(self) -> None:
        if self.save.isEnabled() and self.password.text is not None:
            self.wanted.emit(self.password.text)
