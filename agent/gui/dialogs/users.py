"""System > Passwords > Set Passwords (feature row A13)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView, QWidget

from agent.gui.bridge import Bridge
from agent.gui.dialogs.confirming import ConfirmDialog
from agent.gui.dialogs.frame import Fitted, Footer, head, inset, stack
from agent.gui.dialogs.user import UserDialog
from agent.gui.language import say
from agent.gui.models.users import PERMISSIONS, UsersModel
from agent.gui.pieces.banner import Banner
from agent.gui.pieces.buttons import allow, button
from agent.gui.pieces.card import Card, label, row
from agent.gui.pieces.listing import listing
from agent.gui.presenters.users import UserList, activation_obstacle, lines, selection_obstacle, state
from agent.gui.presenters.work import Work
from agent.jobs.progress import PolledProgress

if TYPE_CHECKING:
    from agent.domain.users import User

WIDTH, HEIGHT = 860, 480


class SetPasswordsDialog(Fitted):
    """The users in a table; what can be done with the one that is picked."""

    def __init__(self, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._found = UserList((), (), False)
        self.setWindowTitle(say("Set Passwords"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(WIDTH, HEIGHT)
        self.banner = Banner()
        self._state = label("")
        self.activation = button(say("Activate &Passwords"))
        self.add = button(say("&Add New User"))
        self.edit = button(say("&Edit"))
        self.remove = button(say("&Remove"))
        self._model = UsersModel(self)
        self.table = self._made_table()
        close = button(say("&Close"), main=True)
        close.clicked.connect(self.accept)
        self.activation.clicked.connect(self._ask_activation)
        self.add.clicked.connect(lambda: self._open_form(None))
        self.edit.clicked.connect(lambda: self._open_form(self.picked))
        self.remove.clicked.connect(self._ask_removal)
        self._build(Footer(close))
        for one in (self.activation, self.add):
            allow(one, say("The list is not there yet."))
        self._judge()
        self.table.setFocus()
        self.look()

    @property
    def picked(self) -> User | None:
        """The user whose row is picked."""
        at = self.table.currentIndex().row() if self.table.selectionModel().hasSelection() else -1
        return self._found.users[at] if 0 <= at < len(self._found.users) else None

    def look(self) -> None:
        """Ask for the users anew."""
        self._bridge.read(self, lambda work: work.users.look(), self._show, self.banner.tell)

    def _show(self, found: UserList) -> None:
        name = self.picked.name if self.picked else ""
        self._found = found
        self._model.show(lines(say, found))
        self._state.setText(state(say, found.activated))
        self.activation.setText(say("Deactivate &Passwords") if found.activated else say("Activate &Passwords"))
        self.activation.setAccessibleName(self.activation.text().replace("&", ""))
        allow(self.activation, activation_obstacle(say, found))
        allow(self.add, "")
        for at, user in enumerate(found.users):
            if user.name == name:
                self.table.selectRow(at)
        self._judge()

    def _judge(self) -> None:
        for one in (self.edit, self.remove):
            allow(one, selection_obstacle(say, self.picked))

    def _open_form(self, seen: User | None) -> None:
        form = UserDialog(self._bridge, self, self._found.employees, seen)
        form.accepted.connect(self._changed)
        form.open()

    def _ask_removal(self) -> None:
        seen = self.picked
        if seen is None:
            return
        self._ask(
            say("Remove {name}?", name=seen.name),
            say("The user can't sign in any more. This can't be undone."),
            say("&Remove"),
            lambda work, progress: work.users.remove(seen, progress),
        )

    def _ask_activation(self) -> None:
        if self._found.activated:
            self._ask(
                say("Deactivate Passwords?"),
                say("Nobody signs in any more: whoever sits at this computer may do everything."),
                say("&Deactivate Passwords"),
                lambda work, progress: work.users.deactivate(progress),
            )
            return
        clip = any(one.name.strip().casefold() == "clip" for one in self._found.users)
        self._ask(
            say("Activate Passwords?"),
            say("From now on everybody signs in with user name and password.")
            if clip
            else say(
                "From now on everybody signs in with user name and password. The first sign-in is CLIP / CLIP:"
                " a level-1 user with this name and password is added, and the password has to be changed right then."
            ),
            say("&Activate Passwords"),
            lambda work, progress: work.users.activate(progress),
        )

    def _ask(self, question: str, sentence: str, does: str, ask: Callable[[Work, PolledProgress], None]) -> None:
        asking = ConfirmDialog(self, self.windowTitle(), question, sentence, does)
        asking.accepted.connect(lambda: self._bridge.change(ask, lambda _: self._changed(), self.banner.tell))
        self.banner.dismiss()
        asking.open()

    def _changed(self) -> None:
        """Whoever may no longer look is told so by the sign-in."""
        self.banner.dismiss()
        self.look()

    def _build(self, footer: Footer) -> None:
        top = Card(say("Passwords"))
        line = row()
        line.addWidget(self._state, stretch=1)
        line.addWidget(self.activation)
        top.body.addLayout(line)
        users = Card(say("Users"))
        users.body.addWidget(self.table)
        buttons = row()
        for one in (self.add, self.edit, self.remove):
            buttons.addWidget(one)
        buttons.addStretch()
        inner = inset()
        inner.addWidget(self.banner)
        inner.addWidget(top)
        inner.addWidget(users, stretch=1)
        inner.addLayout(buttons)
        stack(self, head(self.windowTitle()), inner, footer)

    def _made_table(self) -> QTableView:
        table = listing(say("Users"), self._model, pick=True, widest=PERMISSIONS)
        table.selectionModel().selectionChanged.connect(self._judge)
        table.doubleClicked.connect(lambda _: self._open_form(self.picked) if self.picked else None)
        return table
