"""The form of a user, for Set Passwords and wherever else a user is made."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from agent.domain.permissions import AT_FIRST, HIGHEST, Permission
from agent.domain.user_form import UserForm
from agent.gui.language import say
from agent.gui.looks.tokens import SPACE_1, SPACE_3, SPACE_4
from agent.gui.pieces.buttons import allow
from agent.gui.pieces.card import Card, label
from agent.gui.presenters.users import LEVELS
from agent.gui.users.new_password import NewPassword, titled

if TYPE_CHECKING:
    from agent.domain.users import Employee, User

NEW_LEVEL = 2
COLUMNS = 2


class UserFields(QWidget):
    """User name, level, employee, e-mail, password, permission boxes. `seen` is the user to be changed, None for a new
    one; with `level` given, the level is that one and nothing is asked about it."""

    changed = Signal()

    def __init__(self, employees: Iterable[Employee] = (), seen: User | None = None, level: int | None = None) -> None:
        super().__init__()
        self._seen = seen
        self._fixed = level
        self.name = QLineEdit(seen.name if seen else "")
        self.name.setAccessibleName(say("User Name"))
        self.name.setMaxLength(60)
        self.level = QComboBox()
        self.level.setAccessibleName(say("Level"))
        for one in LEVELS:
            self.level.addItem(say("1 (may do everything)") if one == HIGHEST else str(one), one)
        self.employee = QComboBox()
        self.employee.setAccessibleName(say("Employee"))
        self.employee.addItem(say("nobody"), "")
        for employee in employees:
            self.employee.addItem(employee.name, employee.record_id)
        self.email = QLineEdit(seen.email if seen else "")
        self.email.setAccessibleName(say("E-mail"))
        self.password = NewPassword(
            say("New password (empty: it stays)") if seen else say("Password"), level or NEW_LEVEL, needed=seen is None
        )
        self.boxes = {one: QCheckBox(say(one.value)) for one in Permission}
        self._fill(seen)
        self._build()
        self.name.textChanged.connect(self.changed)
        self.password.changed.connect(self.changed)
        self.level.currentIndexChanged.connect(self._turn)
        self._turn()

    @property
    def typed(self) -> UserForm:
        """What stands there."""
        return UserForm(
            self.name.text(),
            self._level,
            self.password.text,
            self.employee.currentData(),
            self.email.text(),
            frozenset(one for one in Permission if self._ticks[one]),
        )

    @property
    def obstacle(self) -> str:
        """Why it can't be saved."""
        return self.password.obstacle if self.name.text().strip() else say("Type a user name.")

    @property
    def _level(self) -> int:
        return self._fixed or int(self.level.currentData())

    def _fill(self, seen: User | None) -> None:
        self._ticks = dict.fromkeys(Permission, False) | dict.fromkeys(seen.boxes if seen else AT_FIRST, True)
        self.level.setCurrentIndex(self.level.findData(self._fixed or (seen.level if seen else NEW_LEVEL)))
        if self.level.currentIndex() < 0:  # No level in the practice database: the lowest.
            self.level.setCurrentIndex(self.level.count() - 1)
        if seen and self.employee.findData(seen.employee) < 0:
            self.employee.addItem(seen.employee, seen.employee)
        self.employee.setCurrentIndex(max(0, self.employee.findData(seen.employee if seen else "")))
        if seen:
            self.name.setReadOnly(True)
            self.name.setToolTip(say("The user name stays. For another one, add a new user and remove this one."))
        for one, box in self.boxes.items():
            box.toggled.connect(lambda ticked, one=one: self._tick(one, ticked))

    def _build(self) -> None:
        fields = QGridLayout()
        fields.setHorizontalSpacing(SPACE_4)
        fields.setVerticalSpacing(SPACE_3)
        asked = [titled(say("User Name"), self.name)]
        if self._fixed is None:
            asked.append(titled(say("Level"), self.level))
        if self.employee.count() > 1:
            asked.append(titled(say("Employee"), self.employee))
        asked.append(titled(say("E-mail"), self.email))
        for at, one in enumerate(asked):
            fields.addLayout(one, at // COLUMNS, at % COLUMNS)
        for column in range(COLUMNS):
            fields.setColumnStretch(column, 1)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(SPACE_3)
        body.addLayout(fields)
        body.addWidget(self.password)
        if self._fixed is None:
            body.addWidget(self._permissions())

    def _permissions(self) -> Card:
        card = Card(say("Permissions"))
        card.body.addWidget(label(say("Permissions"), "group"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_4)
        grid.setVerticalSpacing(SPACE_1)
        rows = -(-len(self.boxes) // COLUMNS)
        for at, box in enumerate(self.boxes.values()):
            grid.addWidget(box, at % rows, at // rows)
        card.body.addLayout(grid)
        return card

    def _tick(self, one: Permission, ticked: bool) -> None:
        if self._level != HIGHEST:
            self._ticks[one] = ticked
            self.changed.emit()

    def _turn(self) -> None:
        """A level-1 user may do everything, whatever is ticked; what was ticked comes back with another level."""
        highest = self._level == HIGHEST
        why = say("A level-1 user may do everything.") if highest else ""
        for one, box in self.boxes.items():
            allow(box, why)
            box.setChecked(highest or self._ticks[one])
        self.password.ask_for(self._level)
        self.changed.emit()
