"""Bad input, row by row of reliability.md section 7: what people type into the forms of requests."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote, urlencode

import pytest

from receiver.domain.requests.typed import LINE, TEXT, Why, Wrong, email, line, phone, text
from shared import records
from tests.portal.cast import Office, Person
from tests.portal.wishing import WORD, Writer, filled, ruth
from tests.support.visitor import Visitor

Guests = Callable[[Office], Visitor]
FORM = "contact/change"
NOTE = "schedule/note?job=1"
WRITTEN = "application/x-www-form-urlencoded"


@pytest.fixture
def writer(served: Office, guest: Guests) -> Writer:
    """Ruth, signed in."""
    served.publish(ruth(jobs=(records.Job("1", "Hedge"),)))
    visitor = guest(served)
    visitor.sign_in("1047", WORD)
    return Writer(visitor, served)


def why(reader: Callable[[str], object], written: str) -> Why | None:
    """What is wrong with it."""
    try:
        reader(written)
    except Wrong as wrong:
        return wrong.why
    return None


ONE_LINE: list[tuple[str, Why]] = [
    ("x" * (LINE + 1), Why.TOO_LONG),
    ("x" * 10_000_000, Why.TOO_LONG),
    ("a\x00b", Why.NO_CHARACTER),
    ("a\x07b", Why.NO_CHARACTER),
    ("a\x9bb", Why.NO_CHARACTER),
    ("a\ue000b", Why.NO_CHARACTER),
    ("a\r\nBcc: b@example.com", Why.SEVERAL_LINES),
    ("a\nb", Why.SEVERAL_LINES),
    ("a\x0bb", Why.SEVERAL_LINES),
    ("a\u2028b", Why.SEVERAL_LINES),
    ("a\x85b", Why.SEVERAL_LINES),
    ("a\tb", Why.SEVERAL_LINES),
]
KEPT: list[tuple[str, str]] = [
    ("  14 Oak\u00a0Street \u00a0", "14 Oak\u00a0Street"),
    ("e\u0301", "é"),
    ("\u202egnp.exe\u202c", "gnp.exe"),
    ("Ru\u200bth\ufeff", "Ruth"),
    ("a" + "\u0301" * 1000, "á" + "\u0301" * 4),
    ("👩\u200d🌾 🇨🇦 𝒜", "👩\u200d🌾 🇨🇦 𝒜"),
    ("می\u200cخواهم", "می\u200cخواهم"),
    ("=1+1", "=1+1"),
    ("{{7*7}} ${7*7} <script>", "{{7*7}} ${7*7} <script>"),
    ("x" * LINE, "x" * LINE),
]


def test_bad_input_1_to_4_a_line_is_one_line_of_characters() -> None:
    for empty in ("", " ", "\u00a0\u2003", "\u200b\ufeff", "\r\n"):
        assert line(empty) == ""
        assert why(lambda written: line(written, required=True), empty) is Why.MISSING
    assert [(why(line, written), reason) for written, reason in ONE_LINE if why(line, written) is not reason] == []


def test_bad_input_9_and_10_what_only_changes_how_others_look_goes_and_emoji_stay() -> None:
    assert [(line(written), kept) for written, kept in KEPT if line(written) != kept] == []
    assert text(" a \r\n\u202eb\n\n") == "a\nb"
    assert why(text, "x" * (TEXT + 1)) is Why.TOO_LONG


ADDRESSES = {
    "ruth@example.com": "ruth@example.com",
    " ruth@EXAMPLE.com ": "ruth@example.com",
    "ü@exämple.de": "ü@exämple.de",
    "": "",
}
NO_ADDRESSES = [
    "a@b",
    '"a b"@example.com',
    "a@[127.0.0.1]",
    "a@example.com, b@example.com",
    "a@example.com;b@example.com",
    "Ruth <ruth@example.com>",
    "-oX@example.com",
    "ruth",
    f"{'x' * 65}@example.com",
    f"a@{'x' * 300}.com",
]


def test_bad_input_34_an_address_is_one_address() -> None:
    assert {written: email(written) for written in ADDRESSES} == ADDRESSES
    assert [one for one in NO_ADDRESSES if why(email, one) not in (Why.NO_ADDRESS, Why.TOO_LONG)] == []
    assert why(email, "a@example.com\r\nBcc: b@example.com") is Why.SEVERAL_LINES


def test_bad_input_38_a_phone_number_is_text() -> None:
    for kept in ("1-800-FLOWERS", "+49 (0)555/0102 ext. 7", "ask for Bo"):
        assert phone(kept) == kept
    assert why(phone, "–") is Why.NO_NUMBER
    assert why(phone, "5" * 500) is Why.TOO_LONG


NAUGHTY = [
    '<script>alert(1)</script>"><img src=x onerror=alert(2)>',
    "' OR 1=1; DROP TABLE requests;-- %_\\",
    "{{7*7}}${7*7}<%= 7*7 %>%(name)s{customer}{details}",
    "javascript:alert(1)",
    "\u202eevil\u202c Ṱ̺̺̕o͞ ̷i̲̬͇̪͙n̝̗͕v̟̜̘̦͟o̶̙̰̠kè͚̮̺̪̹̱̤",
    "../../etc/passwd %2e%2e C:\\CON aux.pdf",
    "田中さん 표준국어 Ω≈ç√ 👾🙇💁",
    "=cmd|' /C calc'!A0",
]


def test_bad_input_11_to_13_what_was_typed_is_shown_as_text_everywhere(writer: Writer) -> None:
    for number, words in enumerate(NAUGHTY, 1):
        writer.send(NOTE, {"text": words})
        assert writer.wish().text == text(words)
        page = writer.visitor.get(f"requests/{number}")
        assert " ".join(text(words).split()) in page.text, words
        assert not page.all("img", src="x")
    writer.send(FORM, {"street": NAUGHTY[0], "first_name": NAUGHTY[2]})
    page = writer.visitor.get("contact")
    assert NAUGHTY[0] in page.text and NAUGHTY[2] in page.text
    page = writer.send(FORM, {"street": NAUGHTY[0] + "x" * LINE}, 400)
    assert filled(page, FORM)["street"].startswith(NAUGHTY[0])


def test_bad_input_2_to_5_forms_as_no_browser_sends_them(writer: Writer) -> None:
    sent = filled(writer.visitor.get(NOTE), NOTE)

    def status(body: bytes) -> int:
        headers = {"Content-Type": WRITTEN, "Origin": writer.visitor.url}
        address = writer.visitor.address(NOTE)
        answer = writer.visitor.session.post(address, data=body, headers=headers, timeout=30, allow_redirects=False)
        return answer.status_code

    head = urlencode({name: value for name, value in sent.items() if name != "text"}).encode() + b"&text="
    assert status(head + b"x" * 10_000_000) == 413
    assert {status(head + one) for one in (b"\xff", b"%FF", b"%C0%AF", b"%ED%A0%80", b"a&text=b")} == {400}
    assert {status(head + quote(one).encode()) for one in ("", "\x00", "x" * 5000)} == {400}
    for name in ("form_key", "seen"):
        without = urlencode({key: value for key, value in sent.items() if key not in (name, "text")}) + "&text=a"
        assert status(without.encode()) in (400, 303)
    assert [one.snapshot for one in writer.requests()] == [0]
    for key in ("x", "é" * 22, "a" * 23, "a b" * 7 + "c"):
        assert status(urlencode({**sent, "text": "a", "form_key": key}).encode()) == 400
    # Fields that are none of the form's mean nothing.
    assert status(head + b"b&record_id=R1&company_id=1&state=done&user_id=x&kind=contact") == 303
    newest = writer.requests()[-1]
    assert (newest.record_id, newest.state, newest.kind) == ("R1047", "sent", "job")


def test_bad_input_39_values_of_the_office_are_shown_safely(served: Office, guest: Guests) -> None:
    odd = "\x00\ud7ff\u202e<b>" + "x" * 200
    jobs = (records.Job('1"><b>', odd, "p/1&<b>"),)
    houses = (records.Property("p/1&<b>", odd, notes=odd),)
    details = {"street": odd, "email": "a@b\r\nc", "phones": (records.Phone('"><b>', odd),), "properties": houses}
    served.publish(Person("1", WORD, f"{odd[1:]}", details={**details, "jobs": jobs}), change_note=odd)
    visitor = guest(served)
    visitor.sign_in("1", WORD)
    for path in ("contact", FORM, "schedule", "requests"):
        page = visitor.get(path)
        assert not page.all("b")
        for link in page.all("a"):
            address = link.attributes["href"]
            if "?" in address:
                assert not visitor.get(address.split("/", 2)[2]).all("b")
