"""The window "Set up Porchlight": every step in every state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from agent.domain.first_steps import SetUp, Step
from agent.gui.bridge import Bridge
from agent.gui.language import say
from agent.gui.looks.theme import Theme
from agent.gui.presenters.practice_place import found_words, question_of_change
from agent.gui.window.main_window import MainWindow
from agent.gui.wizard.dialog import SetUpDialog
from agent.jobs.progress import PolledProgress
from tests.window.screens.settled import rest, settle
from tests.window.screens.still import AWAY
from tests.window.screens.still_set_up import CHOSEN, FOUND, FRESH, GONE, OTHER, PAIRED, PROTECTED, PUBLISHED

Screen = Iterator[tuple[str, QWidget]]


def screens(bridge: Bridge, theme: Theme, window: MainWindow) -> Screen:
    """From the very first start to the portal."""
    dialog = SetUpDialog(bridge, theme, window, Step.PRACTICE)
    dialog.show()
    settle(dialog, "Done")
    yield from _practice(dialog)
    yield from _company(dialog)
    for name, set_up in (
        ("", CHOSEN),
        ("-activated", replace(CHOSEN, activated=True)),
        ("-skipped", replace(CHOSEN, skipped=frozenset((Step.USERS,)))),
    ):
        _show(dialog, set_up, Step.USERS)
        yield f"set-up-users{name}", dialog
    yield from _pair(dialog)
    yield from _passwords(dialog)
    for name, set_up in (("missing", CHOSEN), ("ready", PROTECTED), ("published", PUBLISHED)):
        _show(dialog, set_up, Step.PROCESS)
        yield f"set-up-process-{name}", dialog
    dialog.close()


def _show(dialog: SetUpDialog, set_up: SetUp, step: Step) -> None:
    for page in dialog.pages.values():
        page.banner.dismiss()
        page.show_set_up(set_up)
    dialog.show_step(step)
    dialog.show_at(set_up, step)
    rest()


def _practice(dialog: SetUpDialog) -> Screen:
    page = dialog.practice
    _show(dialog, FRESH, Step.PRACTICE)
    yield "set-up-practice", dialog
    for name, way in (("file", page.file), ("server", page.server), ("sample", page.sample)):
        way.radio.click()
        page.sample.file.line.setText("/home/office/Documents/porchlight-sample.db")
        rest()
        yield f"set-up-practice-{name}", dialog
    page.file.radio.click()
    page.file.file.line.setText("/home/office/practice.db")
    page.found.tell(found_words(say, FOUND))
    page.found.ask("", say("&Use this practice database"), always=True)
    rest()
    yield "set-up-practice-found", dialog
    page.found.ask(question_of_change(say, PAIRED, OTHER.practice_id), say("&Use this practice database"), always=True)
    rest()
    page.ensureWidgetVisible(page.found)
    yield "set-up-practice-another", dialog
    page.found.hide()
    page.tell(AWAY)
    rest()
    yield "set-up-practice-error", dialog
    page.banner.dismiss()
    progress = PolledProgress()
    progress.step("Making customers", 300)
    progress.advance(120)
    page.sample.radio.click()
    page.work.watch(say("Making the sample office"), progress)
    rest()
    page.ensureWidgetVisible(page.work)
    yield "set-up-practice-making", dialog
    page.work.end()
    _show(dialog, CHOSEN, Step.PRACTICE)
    yield "set-up-practice-done", dialog
    _show(dialog, GONE, Step.PRACTICE)
    yield "set-up-practice-gone", dialog


def _company(dialog: SetUpDialog) -> Screen:
    _show(dialog, replace(CHOSEN, company_email=""), Step.COMPANY)
    settle(dialog, "More about the company")
    yield "set-up-company", dialog
    form = dialog.company.form
    assert form is not None
    form.entries["email"].fill("dana@greenvalley.example")
    rest()
    yield "set-up-company-entered", dialog
    form.load()
    rest()


def _pair(dialog: SetUpDialog) -> Screen:
    page = dialog.pairing
    _show(dialog, CHOSEN, Step.PAIR)
    yield "set-up-pair", dialog
    page.fields.receiver.setText("https://portal.example.com")
    page.fields.company.setText("112")
    page.fields.code.setText("7kq2m0xa9trb4wyz")
    page.tell(AWAY)
    rest()
    yield "set-up-pair-error", dialog
    page.banner.dismiss()
    page.work.watch(say("Pairing this computer"), PolledProgress(), say("Waiting for the receiver's answer."))
    rest()
    page.ensureWidgetVisible(page.work)
    yield "set-up-pair-waiting", dialog
    page.work.end()
    _show(dialog, PAIRED, Step.PAIR)
    yield "set-up-pair-done", dialog


def _passwords(dialog: SetUpDialog) -> Screen:
    page = dialog.passwords
    _show(dialog, PAIRED, Step.PASSWORDS)
    yield "set-up-passwords", dialog
    page.make.click()
    settle(dialog, say("and {count} more", count=1))
    yield "set-up-passwords-preview", dialog
    page.confirm.click()
    settle(dialog, say("{count} passwords were made.", count=5))
    yield "set-up-passwords-done", dialog
