"""A1 on the command line: System > Email Settings, looked at with SQL of its own."""

from __future__ import annotations

import base64
import os
import random
import time
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from agent.domain.activity import Deed
from agent.domain.company import BY_KEY, SETTINGS, CompanySettings
from agent.domain.company_rules import SettingsRefused, fault, tidy, time_zones
from agent.domain.currencies import CURRENCIES
from agent.domain.errors import RowChanged, SetupError
from agent.domain.permissions import Actor, NotAllowed, Permission
from agent.office.catalog import NATIVE
from agent.usecases.ports import Secrets
from agent.wiring.office import Office as Agent
from shared import limits
from tests.agent.conftest import Desk
from tests.support.pictures import declared, drawing, opened, with_text, written

MAIL, WORD = "post@greenvalley.example", "hunter2-of-the-mailbox"


def company(desk: Desk, *columns: str) -> tuple[object, ...]:
    """What independent SQL says of the company."""
    [row] = desk.rows(f"SELECT {', '.join(columns)} FROM company")
    return row


def shown(desk: Desk) -> dict[str, object]:
    told: dict[str, object] = desk.must("settings", "show")["settings"]
    return told


def deeds(desk: Desk) -> list[Deed]:
    """Those after the choice of the practice database."""
    return [one for one in Agent(desk.home).activity.latest(50) if one.kind == "settings"][:-1]


def test_A1_settings_are_shown_and_saved_as_one(desk: Desk) -> None:
    before = shown(desk)
    assert (before["email"], before["name"]) == company(desk, "email", "name")
    note = "Ask two days ahead.\nThe day itself costs a call-out."
    words = ["--email", f" {MAIL} ", "--phone", "555-0100 ext. 7", "--website", "https://greenvalley.example/start"]
    words += ["--name", "Greener Valley", "--zip", "12802", "--hours", "", "--time-zone", "Europe/Zurich"]
    words += ["--currency", "CHF", "--pay-link", "https://pay.example/112", "--change-note", note]
    saved = desk.must("settings", "set", *words)
    assert set(saved["changed"]) >= {"e-mail", "hours", "pay link", "currency"}
    columns = ("email", "phone", "website", "name", "postal_code", "hours", "time_zone", "currency", "pay_link")
    assert company(desk, *columns, "change_note", "street") == (
        *(MAIL, "555-0100 ext. 7", "https://greenvalley.example/start", "Greener Valley", "12802", None),
        *("Europe/Zurich", "CHF", "https://pay.example/112", note, before["street"]),
    )
    assert shown(desk)["zip_code"] == "12802"
    assert desk.run("settings", "set", "--email", MAIL).code == 3
    assert [one.what for one in deeds(desk)] == [f"Changed {', '.join(saved['changed'])}"]


def test_A1_lengths_are_those_of_the_columns() -> None:
    fields = {one.name: one for one in NATIVE.fields("company")}
    for one in SETTINGS:
        assert fields[one.field].length in (one.length, 0), one.key
        assert one.memo == (fields[one.field].type == "memo"), one.key


@pytest.mark.parametrize(
    ("key", "bad"),
    [
        *(("email", bad) for bad in ("a@b", '"a b"@c.example', "a@[10.0.0.1]", "a@1.2.3.4", "a@b.example,c@d.example")),
        *(
            ("email", bad)
            for bad in ("a@b.example;c@d.example", "a@b.example\r\nBcc: c@d.example", "-oX@b.example", "")
        ),
        *(("email", bad) for bad in ("a" * 320 + "@b.example", "a..b@c.example", "\u00a0 ", "a@b.example\0", "@", "x")),
        *(("website", bad) for bad in ("javascript:alert(1)", "www.example.com", "ftp://a.example", "https://")),
        *(("pay_link", bad) for bad in ("https://u:p@a.example", "https://a.example/<script>", "https://a.example:x/")),
        *(("pay_link", bad) for bad in ("https://{number}.example/", "https://a.example/{name}", "{invoice}")),
        *(("time_zone", bad) for bad in ("Mars", "Mars/Olympus", "../etc/passwd", "america/new_york")),
        *(("currency", bad) for bad in ("usd", "US", "XXY", "$", "1")),
        *(("name", bad) for bad in ("", " \t ", "x" * 121, "a\nb", "a\x07b", "a\ud800b", "\u202e\u200b")),
        *(("phone", bad) for bad in ("5" * 41, "5" * 10_000_000)),
        ("change_note", "x" * (limits.TEXT_CHARACTERS + 1)),
        ("change_note", "a\x00b"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_A1_what_can_not_be_is_said_beside_its_field(key: str, bad: str) -> None:
    began = time.process_time()
    assert fault(BY_KEY[key], tidy(BY_KEY[key], bad))
    assert time.process_time() - began < 0.2


@pytest.mark.parametrize(
    ("key", "good"),
    [
        *(("email", good) for good in ("a.b+c@d-e.example", "office@müller.example", "o'neil@x.co.uk")),
        *(("website", good) for good in ("http://a.example:8080/x?y=1#z", "https://müller.example/ä")),
        ("pay_link", "https://pay.example/?who={number}&what={invoice}&much={amount}"),
        *(("phone", good) for good in ("call Ann!", "+41 (0)44 555 01 02 ext. 3", "")),
        *(("name", good) for good in ("💡 Grün & Söhne", "<script>alert(1)</script>", "' OR 1=1--", "{{7*7}}")),
        ("currency", "CHF"),
        ("time_zone", "America/Argentina/Buenos_Aires"),
    ],
)
def test_A1_what_can_be_is_kept_to_the_character(key: str, good: str) -> None:
    assert fault(BY_KEY[key], tidy(BY_KEY[key], good)) == ""
    assert tidy(BY_KEY[key], good) == good


def test_A1_lists_are_the_real_ones() -> None:
    assert len(CURRENCIES) > 150
    assert all(len(code) == 3 and code.isupper() and name for code, name in CURRENCIES.items())
    assert len(time_zones()) > 300


def test_A1_one_wrong_value_keeps_all_of_them_out(desk: Desk) -> None:
    before = desk.dump()
    said = desk.run("settings", "set", "--phone", "555-0100", "--email", "nobody", "--website", "www.x", "--json")
    assert said.code == 2
    assert "E-mail: This is no e-mail address" in said.json["error"]["detail"]
    assert "Website: Begin the address" in said.json["error"]["detail"]
    assert (desk.dump(), deeds(desk)) == (before, [])


def test_A1_what_the_practice_database_holds_is_shown_and_not_judged(desk: Desk) -> None:
    desk.change("UPDATE company SET email = 'a@b; c@d', website = 'www.x', name = '<b>'")
    assert (shown(desk)["email"], shown(desk)["name"]) == ("a@b; c@d", "<b>")
    desk.must("settings", "set", "--phone", "555-0100")
    assert company(desk, "email", "website", "phone") == ("a@b; c@d", "www.x", "555-0100")


def test_A1_what_somebody_else_changed_meanwhile_is_not_overwritten(desk: Desk) -> None:
    agent = Agent(desk.home)
    seen = agent.email_settings.show()
    desk.change("UPDATE company SET phone = '555-0111', city = 'Elsewhere'")
    wanted = CompanySettings({**seen.texts, "phone": "555-0122", "email": MAIL}, seen.logo)
    with pytest.raises(RowChanged, match="phone number"):
        agent.email_settings.save(seen, wanted)
    assert company(desk, "phone", "email") == ("555-0111", seen.texts["email"])
    agent.email_settings.save(seen, CompanySettings({**seen.texts, "email": MAIL}, seen.logo))
    assert company(desk, "phone", "email", "city") == ("555-0111", MAIL, "Elsewhere")


class KeyringAway:
    """`ports.Secrets` of a keyring that can be read and not written."""

    def __init__(self, real: Secrets) -> None:
        self.get, self.key, self.remove = real.get, real.key, real.remove

    def put(self, name: str, value: bytes) -> None:
        """It was locked meanwhile."""
        raise SetupError("The keyring is locked.")


def test_A1_where_the_keyring_fails_nothing_is_saved(desk: Desk) -> None:
    agent = Agent(desk.home)
    agent.secrets = KeyringAway(agent.secrets)
    before, seen = desk.dump(), agent.email_settings.show()
    with pytest.raises(SetupError):
        agent.email_settings.save(seen, CompanySettings({**seen.texts, "email": MAIL}, drawing(), WORD))
    assert desk.dump() == before


def test_A1_the_mail_password_is_in_the_keyring_only(desk: Desk, tmp_path: Path) -> None:
    assert desk.must("settings", "set", "--mail-password-fd", str(_given(WORD)))["changed"] == ["mail password"]
    assert shown(desk)["mail_password"] is True
    assert Agent(desk.home).secrets.get("mail-password") == WORD.encode()
    everybody = ["--set", "customers", "--where", "CU.Customer Status = ACTIVE", "--yes"]
    desk.must("replace", *everybody, "--field", "CU.City", "--value", "Bern")
    everywhere = [desk.practice, *desk.files()]
    for form in (WORD.encode(), base64.b64encode(WORD.encode()), WORD.encode("utf-16-le"), WORD[::-1].encode()):
        assert not [path for path in everywhere if form in path.read_bytes()]
    assert WORD not in repr(Agent(desk.home).email_settings.show())
    desk.must("settings", "set", "--no-mail-password")
    assert Agent(desk.home).secrets.get("mail-password") is None
    seen = Agent(desk.home).email_settings.show()
    with pytest.raises(SettingsRefused) as refused:
        Agent(desk.home).email_settings.save(seen, CompanySettings(seen.texts, password="a\nb"))
    assert list(refused.value.faults) == ["password"]


def test_A1_a_logo_is_made_small_and_bare(desk: Desk, tmp_path: Path) -> None:
    photo = Image.frombytes("RGB", (1600, 900), random.Random(1).randbytes(1600 * 900 * 3))
    turned = photo.getexif()
    turned[0x0112] = 6
    turned[0x010E] = "Taken at the office"
    chosen = tmp_path / "sign.txt"
    chosen.write_bytes(written(photo, "JPEG", quality=80, exif=turned))
    desk.must("settings", "set", "--logo", str(chosen))
    [logo] = company(desk, "logo")
    assert isinstance(logo, bytes)
    picture = opened(logo)
    assert (picture.format, picture.size) == ("PNG", (67, 120))
    assert len(logo) <= limits.LOGO_BYTES
    assert b"Taken" not in logo
    assert shown(desk)["logo_bytes"] == len(logo)
    desk.must("settings", "set", "--no-logo")
    assert company(desk, "logo") == (None,)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("drawing.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "an SVG drawing"),
        ("logo.pdf", b"%PDF-1.7", "a PDF document"),
        ("empty.png", b"", "empty"),
        ("old.bmp", written(opened(drawing(mode="RGB")), "BMP"), "a BMP picture"),
        ("half.png", drawing()[:300], "damaged or incomplete"),
        ("large.png", declared(9_000, 9_000), "9,000 x 9,000 pixels"),
        ("heavy.png", with_text(drawing(), bytes(5 * 1024 * 1024)), "MB"),
    ],
)
def test_T16_what_is_no_logo_is_named(desk: Desk, tmp_path: Path, name: str, data: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(data)
    answer = desk.run("settings", "set", "--email", MAIL, "--logo", str(tmp_path / name))
    assert answer.code == 2
    assert said in answer.err
    assert company(desk, "logo", "email") == (None, "office@greenvalley.example")


def test_A18_what_has_no_column_is_kept_by_the_agent(overlay_desk: Desk, tmp_path: Path) -> None:
    before = overlay_desk.dump()
    (tmp_path / "sign.png").write_bytes(drawing())
    words = ["--email", MAIL, "--name", "Another Name", "--logo", str(tmp_path / "sign.png")]
    overlay_desk.must("settings", "set", *words)
    told = shown(overlay_desk)
    assert (told["email"], told["name"], told["logo_bytes"]) == (MAIL, "Another Name", len(drawing()))
    assert overlay_desk.dump() == before
    assert not [path for path in overlay_desk.files() if MAIL.encode() in path.read_bytes()]
    overlay_desk.must("settings", "set", "--phone", "1", "--no-logo")
    overlay_desk.must("settings", "set", "--phone", "")
    assert (shown(overlay_desk)["phone"], shown(overlay_desk)["logo_bytes"]) == ("", 0)


def test_A1_pictures_can_be_neither_typed_nor_compared(desk: Desk) -> None:
    for words in (["--field", "CP.Logo", "--value", "x"], ["--field", "CP.City", "--value", "x"]):
        said = desk.run("replace", "--set", "company", *words, "--where", "CP.Logo = x", "--yes")
        assert (said.code, "picture" in said.err) == (2, True)


def test_A13_without_the_right_nothing_is_shown_or_saved(desk: Desk) -> None:
    seen, before = Agent(desk.home).email_settings.show(), desk.dump()
    olivia = Actor("olivia", 2, frozenset(Permission) - {Permission.EMAIL_SETTINGS})
    settings = replace(Agent(desk.home).email_settings, actor=olivia)
    refusals = (
        settings.show,
        lambda: settings.logo(drawing()),
        lambda: settings.save(seen, CompanySettings(seen.texts, drawing(), WORD)),
    )
    for refused in refusals:
        with pytest.raises(NotAllowed, match="Email Settings"):
            refused()
    assert desk.dump() == before


def test_A1_a_locked_practice_database_keeps_everything_out(desk: Desk) -> None:
    with desk.locked():
        assert desk.run("settings", "set", "--email", MAIL, "--mail-password-fd", str(_given(WORD))).code == 5
    assert company(desk, "email") == ("office@greenvalley.example",)
    assert Agent(desk.home).secrets.get("mail-password") is None


def _given(word: str) -> int:
    """A descriptor that gives the word."""
    pipe, end = os.pipe()
    os.write(end, f"{word}\n".encode())
    os.close(end)
    return pipe
