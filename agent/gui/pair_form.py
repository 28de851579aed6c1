"""What is typed to pair this computer with a portal (feature A12)."""

from __future__ import annotations

from PySide6.QtCore import Signal

from agent.gui.language import say
from agent.gui.pieces.buttons import allow, button
from agent.gui.pieces.card import Card, row
from agent.gui.presenters.pairing import GROUP, PairForm, grouped
from agent.gui.wizard.lines import Lines

CODE = "XXXX-XXXX-XXXX-XXXX"


class PairFields(Card):
    """The form; `wanted` is its button."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__(say("Pair this computer"))
        lines = Lines()
        self.receiver = lines.line(say("Receiver's address"), self._judge, "https://portal.example.com")
        self.company = lines.line(say("Company number"), self._judge, "112")
        self.code = lines.line(say("Code"), self._typed, CODE)
        lines.hint(say("A code works once, and not for long."))
        self.name = lines.line(say("Name of the portal here"), self._judge)
        self.device = lines.line(say("Name of this computer"), self._judge, say("its name in the network"))
        lines.hint(say("That is how the administration site lists this computer."))
        self.pair = button(say("&Pair"), main=True)
        self.pair.clicked.connect(self.wanted)
        self.body.addLayout(lines)
        line = row()
        line.addStretch()
        line.addWidget(self.pair)
        self.body.addLayout(line)
        self.name.setText(PairForm().name)
        self._judge()

    @property
    def typed(self) -> PairForm:
        """What is typed."""
        return PairForm(
            self.receiver.text(), self.company.text(), self.code.text(), self.name.text(), self.device.text()
        )

    def used(self) -> None:
        """A code works once."""
        self.code.clear()

    def _typed(self) -> None:
        """Puts a code into its groups, however it was typed or pasted; the cursor stays behind the same character."""
        text, cursor = self.code.text(), self.code.cursorPosition()
        tidy = grouped(text)
        if tidy != text:
            before = len(grouped(text[:cursor]).replace("-", ""))
            self.code.blockSignals(True)
            self.code.setText(tidy)
            self.code.setCursorPosition(before + max(0, before - 1) // GROUP)
            self.code.blockSignals(False)
        self._judge()

    def _judge(self) -> None:
        allow(self.pair, self.typed.obstacle(say))
