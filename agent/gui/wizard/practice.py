"""Step 1: the practice database. It is looked into first; only then can it be chosen (features A18, A19)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QVBoxLayout, QWidget

from agent.domain.errors import AgentError
from agent.domain.first_steps import SetUp, Step
from agent.gui.bridge import Bridge
from agent.gui.language import say
from agent.gui.looks.tokens import SPACE_3
from agent.gui.pieces.buttons import allow, button
from agent.gui.pieces.card import Card, label, row
from agent.gui.presenters.practice_place import FoundWords, Place, chosen_words, found_words, question_of_change
from agent.gui.wizard.step_page import StepPage
from agent.gui.wizard.ways import FileWay, SampleWay, ServerWay, Way

if TYPE_CHECKING:
    from agent.usecases.setup import Found


class PracticePage(StepPage):
    """What is in use, and three ways to another."""

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(Step.PRACTICE, bridge)
        self._set_up = SetUp()
        self._asked: Place | None = None
        self.in_use = InUse()
        self.in_use.another.clicked.connect(self._choose_another)
        self.file, self.server, self.sample = FileWay(), ServerWay(), SampleWay()
        self.found = FoundCard()
        self.found.agreed.connect(self._use)
        self.looking = label(say("The database is being looked into."), "muted")
        self.looking.hide()
        self._group = QButtonGroup(self)
        self.chooser = QWidget()
        ways = QVBoxLayout(self.chooser)
        ways.setContentsMargins(0, 0, 0, 0)
        ways.setSpacing(SPACE_3)
        for way in (self.file, self.server, self.sample):
            self._group.addButton(way.radio)
            way.edited.connect(self._edited)
            way.wanted.connect(lambda way=way: self._wanted(way))
            ways.addWidget(way)
        for widget in (self.in_use, self.chooser, self.looking, self.found, self.work):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.in_use.hide()

    def show_set_up(self, set_up: SetUp) -> None:
        """Show what is in use; the ways stand open where nothing is, or where it can't be used."""
        self._set_up = set_up
        self.in_use.setVisible(bool(set_up.practice))
        self.in_use.tell(chosen_words(say, set_up), usable=set_up.trouble is None)
        self.chooser.setVisible(set_up.trouble is not None or not set_up.practice)
        if set_up.trouble is not None:
            self.tell(set_up.trouble)

    def begin(self) -> None:
        """The first way, or the button that opens the ways."""
        (self.file.radio if self.chooser.isVisibleTo(self) else self.in_use.another).setFocus()

    def _choose_another(self) -> None:
        self.chooser.show()
        self.in_use.another.hide()
        self.begin()

    def _edited(self) -> None:
        """What was found belongs to what was typed."""
        self._asked = None
        self.found.hide()
        self.looking.hide()

    def _wanted(self, way: Way) -> None:
        self._edited()
        self.banner.dismiss()
        if way is self.sample:
            self.found.ask(question_of_change(say, self._set_up), say("Make and use the sample office"))
            if not self.found.asks:
                self._make_sample()
            return
        place = self.server.typed.place if way is self.server else self.file.typed.place
        self._asked = place
        self.looking.show()
        self.bridge.read(
            self,
            lambda work: work.set_up.look_into(place),
            lambda found: self._look_at(place, found),
            lambda error: self._not_found(place, error),
            network=True,
        )

    def _look_at(self, place: Place, found: Found) -> None:
        if self._asked is not place:
            return
        self.looking.hide()
        self.found.tell(found_words(say, found))
        self.found.ask(
            question_of_change(say, self._set_up, found.practice_id), say("&Use this practice database"), always=True
        )
        self.ensureWidgetVisible(self.found)

    def _not_found(self, place: Place, error: AgentError) -> None:
        if self._asked is place:
            self._edited()
            self.tell(error)

    def _use(self) -> None:
        place = self._asked
        self.found.hide()
        if place is None:
            self._make_sample()
            return
        self.change(say("Choosing the practice database"), lambda work, at: work.set_up.choose(place, at), self._chosen)

    def _make_sample(self) -> None:
        form = self.sample.typed
        self.change(
            say("Making the sample office"),
            lambda work, at: work.set_up.make_sample(form.file, form.customers, at),
            self._chosen,
        )

    def _chosen(self, _found: object) -> None:
        self._group.setExclusive(False)
        for way in (self.file, self.server, self.sample):
            way.radio.setChecked(False)
        self._group.setExclusive(True)
        self.server.password.clear()
        self.in_use.another.show()


class InUse(Card):
    """The practice database in use."""

    def __init__(self) -> None:
        super().__init__(say("Practice database in use"))
        self._place = label("", "title")
        self._sentence = label("", "muted")
        self.another = button(say("Choose &another…"))
        self.body.addWidget(label(say("In use"), "group"))
        self.body.addWidget(self._place)
        self.body.addWidget(self._sentence)
        line = row()
        line.addStretch()
        line.addWidget(self.another)
        self.body.addLayout(line)

    def tell(self, words: FoundWords, *, usable: bool) -> None:
        """Show it; where it can't be used the ways stand open anyhow."""
        self._place.setText(words.title)
        self._sentence.setText(words.sentence)
        self._sentence.setVisible(bool(words.sentence))
        self.another.setVisible(usable)


class FoundCard(Card):
    """What was found; a question where another database would be replaced by it; the button that chooses it."""

    agreed = Signal()

    def __init__(self) -> None:
        super().__init__(say("What was found"))
        self._title = label("", "title")
        self._sentence = label("")
        self._warning = label("", "amber")
        self._question = label("", "amber")
        self.sure = QCheckBox(say("&Yes, change to the other practice database"))
        self.sure.toggled.connect(self._judge)
        self.use = button("", main=True)
        self.use.clicked.connect(self.agreed)
        for widget in (self._title, self._sentence, self._warning, self._question, self.sure):
            self.body.addWidget(widget)
        line = row()
        line.addStretch()
        line.addWidget(self.use)
        self.body.addLayout(line)
        self.hide()

    @property
    def asks(self) -> bool:
        """Whether somebody has to agree first."""
        return bool(self._question.text())

    def tell(self, words: FoundWords) -> None:
        """What was found."""
        for part, text in (
            (self._title, words.title),
            (self._sentence, words.sentence),
            (self._warning, words.warning),
        ):
            part.setText(text)
            part.setVisible(bool(text))

    def ask(self, question: str, verb: str, *, always: bool = False) -> None:
        """Offer to use it. Without a question it is shown only where `always`."""
        if not always:
            self.tell(FoundWords("", ""))
        self._question.setText(question)
        self._question.setVisible(bool(question))
        self.sure.setVisible(bool(question))
        self.sure.setChecked(False)
        self.use.setText(verb)
        self.use.setAccessibleName(verb.replace("&", ""))
        self._judge()
        self.setVisible(bool(question) or always)

    def _judge(self) -> None:
        obstacle = say("Tick first that the practice database is to be changed.") if self.asks else ""
        allow(self.use, "" if self.sure.isChecked() else obstacle)
