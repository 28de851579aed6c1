"""The three ways to a practice database: a file, a server, a sample office. Each knows what is typed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QLineEdit, QRadioButton, QSpinBox, QVBoxLayout, QWidget

from agent.gui.language import say
from agent.gui.looks.tokens import SPACE_2
from agent.gui.pieces.buttons import allow, button
from agent.gui.pieces.card import Card, label, row
from agent.gui.presenters.practice_place import FEWEST, KINDS, MOST, PORTS, FileForm, SampleForm, ServerForm
from agent.gui.wizard.lines import FileLine, Lines

INDENT = 30


class Way(Card):
    """A radio button, a sentence, and below them the form, while this way is chosen. `wanted` is its button."""

    edited = Signal()
    wanted = Signal()

    def __init__(self, title: str, sentence: str, verb: str) -> None:
        super().__init__(title.replace("&", ""))
        self.radio = QRadioButton(title)
        self.radio.setAccessibleDescription(sentence)
        self.radio.toggled.connect(self._open)
        told = label(sentence, "muted")
        told.setContentsMargins(INDENT, 0, 0, 0)
        self.form = QWidget()
        self.fields = QVBoxLayout(self.form)
        self.fields.setContentsMargins(INDENT, 0, 0, 0)
        self.fields.setSpacing(SPACE_2)
        self.go = button(verb, main=True)
        self.go.clicked.connect(self.wanted)
        self.body.addWidget(self.radio, alignment=Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(told)
        self.body.addWidget(self.form)
        self.form.hide()

    def obstacle(self) -> str:
        """Why its button can't be pressed."""
        return ""

    def judge(self) -> None:
        """Something was typed."""
        allow(self.go, self.obstacle())
        self.edited.emit()

    def close_form(self) -> None:
        """The button stands at the end of the form."""
        line = row()
        line.addStretch()
        line.addWidget(self.go)
        self.fields.addLayout(line)
        self.judge()

    def _open(self, chosen: bool) -> None:
        self.form.setVisible(chosen)
        self.setProperty("chosen", chosen)
        self.style().polish(self)
        self.edited.emit()


class Mapping(QWidget):
    """Whether the database belongs to another program, and the file that says how it is to be read."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.foreign = QCheckBox(say("It is the database of &another program, with a mapping file"))
        self.foreign.setAccessibleDescription(say("The mapping file says which table and column each field is in."))
        self.file = FileLine(say("Mapping file"), say("Mapping files (*.toml);;All files (*)"))
        self.file.hide()
        self.foreign.toggled.connect(self.file.setVisible)
        self.foreign.toggled.connect(self.changed)
        self.file.changed.connect(self.changed)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(self.foreign, alignment=Qt.AlignmentFlag.AlignLeft)
        body.addWidget(self.file)


class FileWay(Way):
    """A file on this computer or in the office's network."""

    def __init__(self) -> None:
        super().__init__(
            say("A &file"),
            say("On this computer, or on a drive of the office's network (SQLite)."),
            say("L&ook into it"),
        )
        self.file = FileLine(say("Practice database"), say("Databases (*.db *.sqlite *.sqlite3);;All files (*)"))
        self.mapping = Mapping()
        self.file.changed.connect(self.judge)
        self.mapping.changed.connect(self.judge)
        self.fields.addWidget(self.file)
        self.fields.addWidget(self.mapping)
        self.close_form()

    @property
    def typed(self) -> FileForm:
        """What is typed."""
        return FileForm(self.file.path, self.mapping.foreign.isChecked(), self.mapping.file.path)

    def obstacle(self) -> str:
        """Why it can't be looked into."""
        return self.typed.obstacle(say)


class ServerWay(Way):
    """A database on a server."""

    def __init__(self) -> None:
        super().__init__(
            say("A &server"),
            say("The password is kept with the secrets of this computer, nowhere else."),
            say("L&ook into it"),
        )
        self.kinds = {kind: QRadioButton(text) for kind, text in KINDS.items()}
        self._group = QButtonGroup(self)
        kinds = row()
        for made in self.kinds.values():
            self._group.addButton(made)
            kinds.addWidget(made)
        kinds.addStretch()
        self.kinds["postgresql"].setChecked(True)
        self._group.buttonToggled.connect(self._pick)
        self.fields.addLayout(kinds)
        lines = Lines()
        self.host = lines.line(say("Server"), self.judge, say("name or address"))
        self.port = lines.line(say("Port"), self.judge, str(PORTS["postgresql"]))
        self.database = lines.line(say("Database"), self.judge)
        self.user = lines.line(say("User"), self.judge)
        self.password = lines.line(say("Password"), self.judge)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.fields.addLayout(lines)
        self.mapping = Mapping()
        self.mapping.changed.connect(self.judge)
        self.fields.addWidget(self.mapping)
        self.close_form()

    @property
    def typed(self) -> ServerForm:
        """What is typed."""
        return ServerForm(
            self._kind,
            self.host.text(),
            self.port.text(),
            self.database.text(),
            self.user.text(),
            self.password.text(),
            self.mapping.foreign.isChecked(),
            self.mapping.file.path,
        )

    def obstacle(self) -> str:
        """Why it can't be looked into."""
        return self.typed.obstacle(say)

    @property
    def _kind(self) -> str:
        return next(kind for kind, made in self.kinds.items() if made.isChecked())

    def _pick(self, _button: QRadioButton, picked: bool) -> None:
        if picked:
            self.port.setPlaceholderText(str(PORTS[self._kind]))
            self.judge()


class SampleWay(Way):
    """A sample office."""

    def __init__(self) -> None:
        super().__init__(
            say("A sa&mple office"),
            say("A lawn-care office that does not exist, to try everything on."),
            say("Ma&ke the sample office"),
        )
        self.file = FileLine(say("Where it is kept"), say("Databases (*.db)"), new=True)
        self.file.line.setText(_suggested())
        self.file.changed.connect(self.judge)
        self.customers = QSpinBox()
        self.customers.setRange(FEWEST, MOST)
        self.customers.setValue(SampleForm().customers)
        self.customers.setGroupSeparatorShown(True)
        self.customers.setAccessibleName(say("How many customers"))
        lines = Lines()
        lines.add(say("Where it is kept"), self.file)
        lines.add(say("How many customers"), self.customers)
        self.fields.addLayout(lines)
        self.close_form()

    @property
    def typed(self) -> SampleForm:
        """What is typed."""
        return SampleForm(self.file.path, self.customers.value())

    def obstacle(self) -> str:
        """Why it can't be made."""
        return self.typed.obstacle(say)


def _suggested() -> str:
    """A name in the person's own documents that is not taken."""
    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    names = (f"porchlight-sample{number}.db" for number in ("", *range(2, 100)))
    return next((str(folder / name) for name in names if not (folder / name).exists()), "")
