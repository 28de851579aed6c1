"""C11: Go live looks at what has to be in order, takes the step, and comes back."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from sqlalchemy import text

from tests.admin.boss import ANN, Boss
from tests.admin.conftest import RUTH, TOM
from tests.portal.cast import Chief, Office, Person
from tests.portal.conftest import Mailing, Serving
from tests.support.pages import Element
from tests.support.visitor import Visitor

PAGE = "settings/go-live"
CLIP = Person("1049", "clip", "Bea Long", details={"email": "bea@example.com"}, shared=True)
JON = Person("1050", "clip", "Jon Reed", shared=True)


def standing(page: Element, point: str) -> str:
    """How a point stands on the page."""
    return page.one("li", id=f"point-{point}").one("span").text


def standings(page: Element) -> dict[str, str]:
    """How all of them stand."""
    return {name: standing(page, name) for name in ("published", "level-1", "mail", "passwords", "privacy", "factor")}


def audit(office: Office) -> list[tuple[str, str, str]]:
    """The actions about going live that the log has: side, name, action."""
    with office.work.reading(office.company_id) as session:
        rows = (
            session.connection()
            .execution_options(porchlight_company="every company")
            .execute(
                text(
                    "SELECT side, actor_name, action FROM audit WHERE company_id = :company AND action LIKE 'opening.%'"
                ),
                {"company": office.company_id},
            )
        )
        return [(row[0], row[1], row[2]) for row in rows]


def test_C11_it_says_what_is_open_and_goes_live_once_that_is_known(
    boss: Boss, office: Office, serving: Serving
) -> None:
    office.publish(ANN, RUTH, TOM, CLIP, JON)
    page = boss.get(PAGE)
    assert standings(page) == {
        "published": "in order",
        "level-1": "in order",
        "mail": "still open",
        "passwords": "still open",
        "privacy": "still open",
        "factor": "still open",
    }
    assert "2 of 4 passwords are weak or shared" in page.text and "sends no mail" in page.text
    with Visitor(serving.receiver.url, office.company_id) as bea:
        bea.sign_in(CLIP.number, CLIP.password)
        page = boss.submit(page, PAGE, {}, status=400)
        assert page.one(id="known-fault").text == "Please tick this first, or put in order what is open."
        assert office.company().state == "trial"
        page = boss.submit(page, PAGE, {"known": "yes"})
        assert office.company().state == "live"
        assert "The portal is live." in page.text and "1 sign-in with a first password has ended." in page.text
        bea.get("schedule", status=401)
    assert "Trial." not in page.text
    boss.submit(page, "trial", {})
    assert office.company().state == "trial"
    assert audit(office) == [("administration", "Ann", "opening.live"), ("administration", "Ann", "opening.trial")]
    for language, left in (("en", "Mail works, Customers' passwords"), ("es", "El correo funciona, Contraseñas")):
        boss.submit(boss.get("audit"), "language", {"language": language})
        assert f": {left}" in boss.get("audit").text


def test_C11_two_tabs_go_live_once(boss: Boss, office: Office) -> None:
    page = boss.get(PAGE)
    boss.submit(page, PAGE, {"known": "yes"})
    assert "The portal was live already." in boss.submit(page, PAGE, {"known": "yes"}).text
    assert len(audit(office)) == 1


def test_C11_nobody_locks_all_level_1_users_out(office: Office, serving: Serving) -> None:
    """In a live company Ann's password would open nothing any more."""
    office.publish(Chief("Ann", "gardens", weak=True), RUTH)
    with Boss(serving.receiver.url, office.company_id) as boss:
        boss.sign_in("Ann", "gardens")
        page = boss.get(PAGE)
        assert standing(page, "level-1") == "stops you"
        assert "at least 12 characters" in page.one("li", id="point-level-1").text
        assert not [form for form in page.all("form") if form.attributes["action"].endswith(PAGE)]
        # The form of a tab that was opened before.
        form = page.all("input", name="csrf_token")[0].attributes["value"]
        answer = boss.session.post(boss.address(PAGE), {"csrf_token": form, "known": "yes"}, timeout=30)
        assert answer.status_code == 409
    refused = serving.receiver.run("company", "live", str(office.company_id))
    assert refused.code == 1 and "at least 12 characters" in refused.err
    assert office.company().state == "trial" and audit(office) == []


def test_C11_the_host_takes_the_same_step(office: Office, serving: Serving) -> None:
    number = str(office.company_id)
    told = serving.receiver.must("company", "live", number, "--json").json
    assert told["open"] == ["mail", "privacy", "factor"]
    serving.receiver.must("company", "trial", number)
    assert [(side, action) for side, _name, action in audit(office)] == [
        ("host", "opening.live"),
        ("host", "opening.trial"),
    ]
    assert all(name for _side, name, _action in audit(office)), "the account"


def test_C11_a_test_mail_that_is_handed_over_shows_that_mail_works(mailing: Mailing) -> None:
    made = mailing.office()
    made.publish(ANN, RUTH)
    with Boss(mailing.receiver.url, made.company_id) as boss:
        boss.sign_in()
        page = boss.get(PAGE)
        assert page.one("input", id="to").attributes["value"] == ANN.email
        for typed in ("nobody", "a@b.example, c@d.example", "a@b.example\r\nBcc: c@d.example", " "):
            fault = boss.submit(page, "mail", {"to": typed}, status=400)
            assert fault.one(id="to-fault").text == "This is no e-mail address."
        for _click in range(2):
            boss.submit(page, "mail", {"to": ANN.email})
        page = until(lambda: boss.get(PAGE), lambda seen: standing(seen, "mail") == "in order")
        assert re.search(rf"took the test mail to {ANN.email}", page.text)
    with made.work.reading(made.company_id) as session:
        connection = session.connection().execution_options(porchlight_company="every company")
        for rows in ("mails WHERE", "audit WHERE action = 'opening.mail-tried' AND"):
            count = connection.execute(text(f"SELECT count(*) FROM {rows} company_id = :c"), {"c": made.company_id})
            assert count.scalar_one() == 1, "a second click sends no second one, and notes none"


def until(look: Callable[[], Element], wanted: Callable[[Element], bool]) -> Element:
    """What is seen once it is as wanted."""
    end = time.monotonic() + 20
    while True:
        seen = look()
        if wanted(seen) or time.monotonic() > end:
            return seen
        time.sleep(0.1)
