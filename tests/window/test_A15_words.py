"""What is said of requests, and in which order they are listed (A15); when the tray speaks of them."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date

import pytest
from msgspec import structs
from PySide6.QtWidgets import QApplication

from agent.domain.errors import TryLater
from agent.domain.requests import Answered, Plan, Waiting
from agent.gui.language import say
from agent.gui.presenters.customers import whole
from agent.gui.presenters.request import shown
from agent.gui.presenters.request_answers import no_reason, outcome, reasons
from agent.gui.presenters.requests import Inbox, Key, Wanted, as_of_before, line, nothing, on_home
from agent.gui.presenters.tray import RequestNotifier
from agent.gui.translation import FOLDER, Catalogue
from agent.usecases.requests import Seen
from shared.outbound import REPLY_CHARACTERS
from tests.window.screens.still import NOW
from tests.window.screens.still_customers import RUN
from tests.window.screens.still_requests import CHANGES, DAYS, StillRequests

STILL = StillRequests.made().requests
CONTACT, SCHEDULE, MESSAGE, NOTES, ACCEPTED, DECLINED, DONE = STILL


def test_A15_what_waits_comes_first_the_oldest_of_it_at_the_head() -> None:
    assert Wanted().of(reversed(STILL)) == (CONTACT, SCHEDULE, MESSAGE, NOTES)
    at_once = [replace(CONTACT, asked=structs.replace(CONTACT.asked, number=number)) for number in (9, 8, 7)]
    assert [one.number for one in Wanted().of(at_once)] == [7, 8, 9]
    everything = Wanted(everything=True).of(STILL)
    assert everything[:4] == (CONTACT, SCHEDULE, MESSAGE, NOTES)
    assert [one.asked.made for one in everything[4:]] == sorted((one.asked.made for one in STILL[4:]), reverse=True)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("lake george", (CONTACT,)),
        ("1002", (SCHEDULE,)),
        ("hédge", (MESSAGE,)),
        ("acosta tom", (CONTACT,)),
        ("<i>knock</i>", (NOTES,)),
        ("nobody", ()),
    ],
)
def test_A15_everything_that_was_written_is_searched(text: str, found: tuple[object, ...]) -> None:
    assert Wanted(text=text).of(STILL) == found


def test_A15_a_line_says_what_a_screen_reader_needs() -> None:
    told = line(say, CONTACT, NOW)
    assert told.unread and told.as_text == (
        "new, 1001 Maria Acosta, Contact Information: E-mail, Street, City, Another phone number, 2026-06-01"
    )
    assert not line(say, SCHEDULE, NOW).unread
    assert line(say, ACCEPTED, NOW).state == "accepted, on its way"


def test_A15_a_line_is_in_the_language_of_the_window(qapp: QApplication) -> None:
    spanish = Catalogue(tomllib.loads((FOLDER / "es.toml").read_text("utf-8")))
    qapp.installTranslator(spanish)
    try:
        assert line(say, CONTACT, NOW).subject.endswith(": Correo, Calle, Ciudad, Otro teléfono")
        assert line(say, SCHEDULE, NOW).subject.endswith("Lawn mowing: cambiar la visita de día")
    finally:
        qapp.removeTranslator(spanish)


def test_A15_how_each_field_stands_is_a_word_and_a_shape() -> None:
    told = shown(say, Seen(CONTACT, CHANGES), NOW)
    assert [(row.mark, row.icon) for row in told.rows] == [
        ("to be written", "check"),
        ("conflict", "warn"),
        ("already so", "info"),
        ("write it by hand", "replace"),
    ]
    assert told.facts[1] == "by Tom Acosta, whom the customer invited"
    assert told.obstacle == ""


def test_A15_a_day_has_to_be_chosen_and_none_that_is_over() -> None:
    told = shown(say, Seen(SCHEDULE, Plan(days=DAYS, moves=True)), NOW)
    assert told.obstacle == "Choose a day first."
    assert [one.obstacle for one in told.days] == ["", "", "This day is over."]
    assert shown(say, Seen(SCHEDULE, Plan(days=DAYS, day=date(2099, 6, 16), moves=True)), NOW).obstacle == ""


def test_A15_what_is_answered_says_by_whom_and_keeps_what_was_asked_for() -> None:
    told = shown(say, Seen(DECLINED), NOW)
    assert told.answered == "It is answered already: declined, by dana."
    assert [(row.label, row.seen, row.wanted, row.now) for row in told.rows] == [
        ("E-mail", "maria@example.com", "maria.acosta@example\u200b.com", "")
    ]
    assert told.entries[-1].text == "That was done last week."


def test_A15_what_still_has_to_be_done_is_said_after_accepting() -> None:
    told = outcome(say, Answered(replace(CONTACT, answer="accepted"), True, CHANGES, RUN))
    assert told.text == (
        "Accepted. Written: E-mail, Street. The next Process publishes it."
        " Still to be written by hand in the office's program: Another phone number."
    )
    assert (told.undo, told.tone) == (RUN.id, "warn")
    skipped = Plan(told="Nothing is written for this: change the schedule by hand in the office's program.")
    told = outcome(say, Answered(replace(SCHEDULE, answer="accepted"), True, skipped))
    assert (told.text, told.tone, told.undo) == (f"Accepted. {skipped.told}", "warn", 0)
    kept = outcome(say, Answered(replace(MESSAGE, answer="reply"), False))
    assert kept.text == "Your reply is kept. The customer is told as soon as the portal can be reached."


def test_A15_a_reason_is_needed_and_not_too_long() -> None:
    assert no_reason(say, " \n ") == "A reason is needed: the customer reads it."
    assert "at most 4" in no_reason(say, "x" * (REPLY_CHARACTERS + 1))
    assert all(no_reason(say, one) == "" for one in reasons(say))


def test_A15_strange_characters_are_told_and_what_has_no_end_can_be_broken() -> None:
    (row,) = shown(say, StillRequests.made().show(Key.of(NOTES), None), NOW).rows
    assert row.wanted.startswith("<b>Ring</b> twice & wait") and row.wanted.endswith("<i>knock</i>.")
    assert not {"\u202e", "\x07"} & {*row.wanted} and row.wanted.count("\u0301") == 3
    assert max(len(one) for one in whole("x" * 4000).split("\u200b")) == 20


@pytest.mark.parametrize(
    ("inbox", "wanted", "says"),
    [
        (Inbox(), Wanted(), "No request waits for you"),
        (Inbox(), Wanted(everything=True), "Nobody has asked for anything yet"),
        (Inbox(), Wanted(text="x"), "Nothing is found for “x”"),
        (Inbox(paired=False), Wanted(), "There is no portal yet"),
    ],
)
def test_A15_an_empty_list_says_why(inbox: Inbox, wanted: Wanted, says: str) -> None:
    assert nothing(say, inbox, wanted).title == says


def test_A15_what_is_old_says_so() -> None:
    assert as_of_before(say, None) == ""
    assert as_of_before(say, TryLater("Nobody answers.")) == "Nobody answers. The list is as of before."


def test_A15_home_names_some_of_those_who_wait() -> None:
    assert on_home(say, Waiting()) == ""
    assert on_home(say, Waiting(1, 1, ("1 Ann",))) == "1 request of a customer waits: 1 Ann"
    four = Waiting(5, 1, ("1 Ann", "2 Bo", "3 Cy", "4 Di"))
    assert on_home(say, four) == "5 requests of customers wait: 1 Ann, 2 Bo, 3 Cy and others"


def test_A15_the_tray_speaks_of_new_requests_once() -> None:
    notifier, one = RequestNotifier(), Waiting(2, 1, ("1 Ann",))
    assert notifier.look(say, one) is None, "what was there when the window opened is on Home"
    assert notifier.look(say, one) is None
    told = notifier.look(say, replace(one, open=4, unseen=3))
    assert told is not None and told.title == "2 new requests of customers"
    assert notifier.look(say, replace(one, unseen=0)) is None
    assert notifier.look(say, one) is not None
