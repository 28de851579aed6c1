"""H1: a company writes its own texts, sees and mails them with examples, and goes back to ours."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.admin.boss import ANN, Boss
from tests.admin.outbox import Outbox
from tests.portal.cast import Chief
from tests.portal.conftest import Mailing, Serving
from tests.support.pages import Element

PAGE, FORM = "mail/texts/reminder?language=en", "texts/reminder"
GOOD = {"subject": "See you on {day}", "text": "Hi {name} <script>{{7*7\n\n{visits}\n\n{link}"}
BOB = Chief("Bob", "another long word")


@pytest.fixture
def outbox(posting: Serving) -> Outbox:
    """A company whose mails stay in its outbox."""
    return Outbox.fresh(posting)


@pytest.fixture
def ann(outbox: Outbox) -> Iterator[Boss]:
    """Signed in there."""
    with outbox.boss() as one:
        yield one


def saved(outbox: Outbox) -> list[tuple[object, ...]]:
    """The company's own texts."""
    sql = "SELECT kind, language, subject, text, changed_by FROM mail_texts WHERE company_id = :company"
    return outbox.told(sql)


def typed(page: Element) -> tuple[str, str]:
    """What stands in the form."""
    return page.one("input", id="subject").attributes["value"], page.one("textarea").exact_text.strip("\n")


def test_H1_a_text_is_saved_for_its_language_and_reset(outbox: Outbox, ann: Boss) -> None:
    ours = typed(ann.get(PAGE))
    assert ours[0] == "{company}: visit on {day}"
    page = ann.submit(ann.get(PAGE), FORM, {"do": "save", **GOOD})
    assert "The text is saved." in page.text and typed(page) == tuple(GOOD.values())
    assert saved(outbox) == [("reminder", "en", *GOOD.values(), "Ann")]
    assert typed(ann.get("mail/texts/reminder?language=es"))[0] == "{company}: visita el {day}"
    assert ann.get("mail/texts").text.count("own text") == 1
    page = ann.submit(page, "reminder/reset", {})
    assert "its usual text again" in page.text and typed(page) == ours
    assert saved(outbox) == []
    noted = [(action, details) for action, _who, details in outbox.noted("mails")]
    of = b'{"kind": "reminder", "language": "en"}'
    assert noted == [("mails.text-changed", of), ("mails.text-reset", of)]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("subject", "", "A mail needs a subject."),
        ("subject", "x" * 201, "A subject is one line of at most 200 characters"),
        ("subject", "one\nBcc: stranger@example.com", "A subject is one line"),
        ("subject", "{link}", "{link} opens something"),
        ("text", " \n ", "A mail needs a text."),
        ("text", "{name} {visits} {link} {nobody}", "{nobody} is no placeholder of this mail. It may use: {company}"),
        ("subject", "For {Day}", "{Day} is no placeholder of this mail. It may use: {company}, {day}"),
        ("text", "{visits} {link}\n{Name}", "Line 2: {Name} is no placeholder of this mail. It may use: {company}"),
        (
            "text",
            "{visits} {link} { name }\n{{company}} {day-of}",
            "Line 1: { name } is no placeholder of this mail. "
            "Line 2: {{company}} is no placeholder of this mail. Line 2: {day-of} is no placeholder of this mail. It",
        ),
        ("text", "{visits}", "The text needs {link}"),
        ("text", "{visits} {link}\n\na\x00b", "Line 3 has a character that can't be seen."),
        ("text", "{visits} {link} " + "x" * 10_000, "A text has at most 10,000 characters"),
    ],
)
def test_bad_input_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(
    outbox: Outbox, ann: Boss, field: str, value: str, said: str
) -> None:
    written = {**GOOD, field: value}
    page = ann.submit(ann.get(PAGE), FORM, {"do": "save", **written}, status=400)
    assert said in page.one(id=f"{field}-fault").text
    other = "text" if field == "subject" else "subject"
    assert typed(page)[list(GOOD).index(other)] == written[other]
    assert saved(outbox) == []


def test_bad_input_what_word_processors_and_phones_write_is_taken(outbox: Outbox, ann: Boss) -> None:
    """10: no-break spaces, tabs, emoji that are joined, composed and decomposed letters."""
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    text = f"Jose\u0301,\u00a0at 8\t{family}\n{{visits}}\u200b\n{{link}}"
    ann.submit(ann.get(PAGE), FORM, {"do": "save", "subject": f"See\u00a0you\t{family}", "text": text})
    kept = f"Jos\u00e9,\u00a0at 8\t{family}\n{{visits}}\n{{link}}"
    assert saved(outbox) == [("reminder", "en", f"See\u00a0you {family}", kept, "Ann")]


def test_H1_a_preview_shows_examples_as_plain_text_and_saves_nothing(outbox: Outbox, ann: Boss) -> None:
    page = ann.submit(ann.get(PAGE), FORM, {"do": "preview", **GOOD})
    shown = [one for one in page.all("section") if one.attributes.get("aria-labelledby") == "preview"]
    assert "Hi Ruth Alvarez <script>{{7*7 - 8:00 Lawn mowing" in shown[0].text
    assert f"/{outbox.office.company_id}/" in shown[0].text and "Stop them with one click" in shown[0].text
    assert typed(page) == tuple(GOOD.values()) and saved(outbox) == []


def test_H1_a_test_mails_what_was_typed_to_the_administrator_once(mailing: Mailing) -> None:
    outbox = Outbox.fresh(mailing)
    with outbox.boss() as ann:
        form = ann.get(PAGE)
        for _ in range(2):
            page = ann.submit(form, FORM, {"do": "test", "to": "me", **GOOD})
        assert f"A test to {ANN.email} is on its way." in page.text and typed(page) == tuple(GOOD.values())
        (mail,) = mailing.sink.wait_for(1, to=ANN.email)
        assert "Hi Ruth Alvarez <script>{{7*7" in mail.text and "{" not in str(mail.message["Subject"])
        page = ann.submit(form, FORM, {"do": "test", "to": "stranger@example.com", **GOOD}, status=400)
        assert "No test was sent" in page.text
    assert len(mailing.sink.taken) == 1 and saved(outbox) == []


def test_H1_who_was_slower_is_told_before_he_overwrites(outbox: Outbox, ann: Boss) -> None:
    outbox.office.publish(ANN, BOB)
    with outbox.boss(BOB.name, BOB.password) as bob:
        form = ann.get(PAGE)
        bob.submit(bob.get(PAGE), FORM, {"do": "save", "subject": "Bob's", "text": "{visits} {link}"})
        page = ann.submit(form, FORM, {"do": "save", **GOOD}, status=409)
        assert "Bob changed this text meanwhile." in page.text and typed(page) == tuple(GOOD.values())
        assert [row[2] for row in saved(outbox)] == ["Bob's"]
        ann.submit(page, FORM, {"do": "save", **GOOD})
    assert [row[2] for row in saved(outbox)] == [GOOD["subject"]]


@pytest.mark.parametrize(
    "path", ["stuck", "nobody", "reminder?language=xx", "reminder?language=../en", "request?language=es"]
)
def test_H1_texts_that_there_are_not_and_those_of_the_host_are_not_found(ann: Boss, path: str) -> None:
    ann.get(f"mail/texts/{path}", status=404)


def test_bad_input_a_form_with_another_language_or_button_changes_nothing(outbox: Outbox, ann: Boss) -> None:
    page = ann.get(PAGE)
    ann.submit(page, FORM, {"do": "save", **GOOD, "language": "xx"}, status=404)
    ann.submit(page, FORM, {"do": "publish", **GOOD}, status=400)
    assert saved(outbox) == []
