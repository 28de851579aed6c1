"""C10: the audit log holds what the office must see: guesses at an administrator's password, customers' own passwords,
people who were invited; and never a customer's name, address or network."""

from __future__ import annotations

import json
import re

from tests.admin.boss import ANN, Boss
from tests.admin.conftest import RUTH, TOM
from tests.admin.customers import letters
from tests.admin.test_C10_audit_log import exported, rows
from tests.admin.userly import added
from tests.portal.cast import Office
from tests.portal.conftest import Serving
from tests.portal.test_B11_people import accept, invite, person
from tests.support.printed import code_in
from tests.support.visitor import Visitor


def test_C10_guesses_at_an_administrators_password_are_noted(office: Office, serving: Serving) -> None:
    with Boss(serving.receiver.url, office.company_id) as stranger:
        for attempt in range(7):
            stranger.sign_in(ANN.name, "guess", status=401 if attempt < 5 else 429)
            stranger.sign_in("nobody", "guess", status=401 if attempt < 5 else 429)
    listed = serving.receiver.must("audit", "list", "--company", str(office.company_id), "--json").json["entries"]
    (guessed,) = listed
    assert guessed["words"] == "5 attempts in a row to sign in as Ann: every further one has to wait"
    assert (guessed["about"], guessed["who"], guessed["network"]) == ("staff:Ann", "", "127.0.0.1")


def test_C10_what_customers_do_with_passwords_and_people_is_noted_without_their_names(
    boss: Boss, office: Office, serving: Serving
) -> None:
    with Visitor(serving.receiver.url, office.company_id) as ruth:
        ruth.sign_in(RUTH.number, RUTH.password)
        page = ruth.get("account/password")
        ruth.submit(page, "account/password", {"current": RUTH.password, "password": "seven green hats"})
        path = invite(ruth, email="kim@example.com")
    with Visitor(serving.receiver.url, office.company_id) as kim:
        accept(kim, path, "Kim Kowalski", "nine yellow boats")
    with Visitor(serving.receiver.url, office.company_id) as ruth:
        ruth.sign_in(RUTH.number, "seven green hats")
        page = ruth.get("account/accounts")
        ruth.submit(page, "account/accounts", {"number": TOM.number, "password": TOM.password})
        page = ruth.get("account/people")
        ruth.submit(page, "people/remove", {"person": person(page, "Kim", "people/remove")})
    with Visitor(serving.receiver.url, office.company_id) as tom:
        code = code_in(letters(boss, TOM.number), TOM.number)
        typed = {"identifier": TOM.number, "code": code, "password": "two small brown birds"}
        tom.submit(tom.get("sign-in/letter"), "sign-in/letter", typed)
        link = added(boss, "Zoe Hill").one("input", id="link").attributes["value"]
        path = link.partition(f"/{office.company_id}/")[2]
        tom.submit(tom.get(path), path, {"password": "ten long wet roads"})
    told = json.loads(exported(boss, "json", "where=portal"))["entries"]
    (joined,) = [one for one in told if one["action"] == "portal.person-joined"]
    assert joined["who"].startswith("person:") and joined["about"] == f"record:R{RUTH.number}"
    assert [(one["action"], one["who_name"], one["about"]) for one in told if one is not joined] == [
        ("portal.password-chosen", RUTH.number, ""),
        ("portal.person-invited", RUTH.number, ""),
        ("portal.account-linked", RUTH.number, f"record:R{TOM.number}"),
        ("portal.person-removed", RUTH.number, joined["who"]),
        ("portal.password-by-letter", TOM.number, ""),
        ("portal.password-by-office-link", "", ""),
    ]
    assert {one["network"] for one in told} == {""}
    assert not re.search(
        r"Ruth|Alvarez|Kim|Kowalski|Tom|Baker|Zoe|Hill|example\.com|green hats|brown birds|wet roads", json.dumps(told)
    )
    listed = rows(boss.get(f"audit?about={RUTH.number}"))
    assert ["Portal 1047", "Chose a password of his own"] in [row[1:3] for row in listed]


def test_C10_what_the_host_does_is_noted_with_the_account_it_was_done_from(office: Office, serving: Serving) -> None:
    company = ("--company", str(office.company_id))
    with Visitor(serving.receiver.url, office.company_id) as stranger:
        stranger.sign_in(RUTH.number, "wrong", status=401)
    serving.receiver.must("unlock", RUTH.number, *company)
    assert serving.receiver.run("unlock", RUTH.number, *company).code == 3
    (one,) = serving.receiver.must("audit", "list", *company, "--side", "host", "--json").json["entries"]
    assert (one["action"], one["about"], one["details"]) == (
        "customers.unlocked",
        f"record:R{RUTH.number}",
        {"number": RUTH.number},
    )
    assert one["who_name"], "the account"
