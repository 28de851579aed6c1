"""C5: Change Splash Screen, as the article has it, and what it refuses (T16)."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
import requests

from receiver.db.unit_of_work import now
from receiver.domain.administrators.rights import Right
from receiver.domain.people.users import PortalUser
from receiver.domain.people.verifiers import make_chosen
from shared.portal_picture import FILE_BYTES
from tests.admin.boss import Boss
from tests.admin.conftest import RUTH
from tests.admin.looking import Decorator, kept, noted
from tests.portal.cast import Office
from tests.portal.conftest import Serving
from tests.support.pages import Element
from tests.support.pictures import declared, drawing, opened, picture
from tests.support.visitor import Visitor

NO_SPLASHES = (
    (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "none of the pictures"),
    (b"<!doctype html><script>alert(1)</script>", "none of the pictures"),
    (b"", "none of the pictures"),
    (declared(7_000, 7_000), "7000 x 7000 pixels, more than can be scaled down here"),
    (declared(20_000, 20_000), "far too many pixels"),
    (picture(700, 60, "PNG")[:-200], "damaged or incomplete"),
    (bytes(FILE_BYTES + 200_000), "This file has 1.2 MB; 1 MB is the most."),
)
"""Files, and what is said of them."""


@pytest.fixture
def ann(serving: Serving, office: Office) -> Iterator[Decorator]:
    """Ann, signed in."""
    with Decorator(serving.receiver.url, office.company_id) as one:
        one.sign_in()
        yield one


def splashes(page: Element) -> list[Element]:
    """The splash screen of a page of the portal."""
    return [one for one in page.all("img") if one.attributes.get("class") == "splash"]


def fault(page: Element) -> str:
    return page.one(id="picture-fault").text


def test_C5_the_articles_steps(ann: Decorator, office: Office, serving: Serving) -> None:
    ways = {one.text: one.attributes["href"] for one in ann.get().one("nav").all("a")}
    assert ways["Change Splash Screen"].endswith("/admin/splash")
    page = ann.upload(drawing((800, 70)))
    assert page.one("h1").text == "Change Splash Screen"
    green = page.one("p", role="status")
    assert green.text == "file was uploaded" and "done" in green.attributes["class"]
    with Visitor(serving.receiver.url, office.company_id) as ruth:
        assert len(splashes(ruth.get("sign-in"))) == 1
        pages = [ruth.sign_in(RUTH.number, RUTH.password), ruth.get("contact"), ruth.get("account")]
        (shown,) = {one.attributes["src"] for page in pages for one in splashes(page)}
        assert {one.attributes["width"] for one in splashes(pages[0])} == {"800"}
        answer = requests.get(serving.receiver.url + shown, timeout=30)
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "immutable" in answer.headers["Cache-Control"] and "Set-Cookie" not in answer.headers
    assert opened(answer.content).size == (800, 70)
    again = requests.get(serving.receiver.url + shown, headers={"If-None-Match": answer.headers["ETag"]}, timeout=30)
    assert again.status_code == 304
    assert noted(office) == ["looks.splash"]


@pytest.mark.parametrize(
    ("size", "scaled"), [((801, 70), "800 x 70"), ((800, 71), "789 x 70"), ((1200, 90), "800 x 60")]
)
def test_C5_a_larger_one_is_refused_with_its_size_and_can_be_scaled(
    ann: Decorator, office: Office, size: tuple[int, int], scaled: str
) -> None:
    page = ann.upload(drawing(size), status=400)
    width, height = size
    assert fault(page) == f"This picture has {width} x {height} pixels. It can have at most 800 x 70."
    assert f"it would have {scaled} pixels" in page.text
    assert (splashes(ann.get("splash")), noted(office)) == ([], [])
    offer = next(one for one in page.all("img") if "/look/pictures/" in one.attributes["src"])
    name = offer.attributes["src"].rpartition("/")[2]
    with Visitor(ann.url, ann.company) as stranger:
        stranger.get(f"pictures/{name}", status=404)
        assert "/sign-in" in stranger.session.get(ann.address(f"look/pictures/{name}"), timeout=30).url
    assert "file was uploaded" in ann.submit(page, "splash/scaled", {}).text
    assert "file was uploaded" in ann.submit(page, "splash/scaled", {}).text, "a second press changes nothing"
    assert [one.attributes["width"] for one in splashes(ann.get("splash"))] == [scaled.partition(" ")[0]]
    assert (kept(office), noted(office)) == (["splash"], ["looks.splash"])


def test_C5_an_offer_ends_with_the_next_one(ann: Decorator, office: Office) -> None:
    first = ann.upload(drawing((900, 90)), status=400)
    second = ann.upload(drawing((1_000, 90)), status=400)
    assert "no longer kept" in fault(ann.submit(first, "splash/scaled", {}, 409))
    ann.submit(first, "splash/scaled", {"offer": "0" * 22}, 409)
    ann.submit(first, "splash/scaled", {"offer": ""}, 409)
    ann.submit(second, "splash/scaled", {})
    assert kept(office) == ["splash"]


def test_C5_one_picture_takes_the_place_of_another(ann: Decorator, office: Office) -> None:
    ann.upload(drawing((800, 70)))
    ann.upload(drawing((800, 70)))
    assert noted(office) == ["looks.splash"], "the very same is no change"
    first = splashes(ann.get("splash"))[0].attributes["src"]
    ann.upload(drawing((400, 70)))
    assert requests.get(ann.url + first, timeout=30).status_code == 404
    ann.submit(ann.get("splash"), "splash/words", {"words": "  Green Valley, since 1988 "})
    page = ann.submit(ann.get("splash"), "splash/words", {"words": "x" * 201}, 400)
    assert page.one(id="words-fault").text == "That is too long. Please shorten it."
    assert [one.attributes["alt"] for one in splashes(ann.get("splash"))] == ["Green Valley, since 1988"]
    page = ann.get("splash")
    for _ in range(2):
        assert "The splash screen is removed." in ann.submit(page, "splash/remove", {}).text
    assert (splashes(ann.get("splash")), kept(office)) == ([], [])
    assert noted(office)[1:] == ["looks.splash", "looks.splash-words", "looks.splash-removed"]


def test_T16_what_can_be_no_splash_screen_says_why(ann: Decorator, office: Office) -> None:
    for data, words in NO_SPLASHES:
        page = ann.upload(data, 'x"><img src=y>.png', status=400)
        assert words in fault(page) and "alert" not in ann.answer.text
    assert (kept(office), noted(office)) == ([], [])


def test_C5_a_form_without_a_picture_asks_for_one(ann: Decorator) -> None:
    assert fault(ann.upload(b"", "", status=400)) == "Choose a picture first."


def test_C5_no_stranger_and_no_customer_brings_files(office: Office, serving: Serving) -> None:
    def brought(visitor: Visitor, path: str, size: int) -> requests.Response:
        headers, file = {"Origin": visitor.url}, ("x.png", bytes(size))
        return visitor.session.post(visitor.address(path), files={"picture": file}, headers=headers, timeout=30)

    with Boss(serving.receiver.url, office.company_id) as stranger:
        stranger.get("splash")
        assert stranger.answer.url.endswith("/sign-in?to=splash")
        assert brought(stranger, "splash", 1_000).url.endswith("/sign-in")
        assert brought(stranger, "splash", 100_000).status_code == 413
    with Visitor(serving.receiver.url, office.company_id) as ruth:
        ruth.sign_in(RUTH.number, RUTH.password)
        assert brought(ruth, "admin/splash", 100_000).status_code == 413
    assert kept(office) == []


def test_C5_who_was_given_other_rights_only_is_told_so(office: Office, serving: Serving) -> None:
    user_id, password = "person:mia", "garden gate"
    chosen = make_chosen(serving.secrets.peppers, office.company_id, user_id, password)
    with office.work.writing(office.company_id) as session:
        session.add(
            PortalUser(
                company_id=office.company_id,
                user_id=user_id,
                name="Mia",
                email="mia@example.com",
                folded_email="mia@example.com",
                administers=Right.MAIL,
                verifier=msgspec.json.encode(chosen),
                created_at=now(),
            )
        )
    with Decorator(serving.receiver.url, office.company_id) as mia:
        page = mia.sign_in("mia@example.com", password)
        assert "Change Splash Screen" not in page.one("nav").text
        for path in ("splash", "look", "look/colours.css?colour=123456"):
            assert mia.get(path, status=403).one("h1").text == "You have no right to this page"


def test_I2_no_company_shows_anothers_pictures(ann: Decorator, serving: Serving) -> None:
    ann.upload(drawing((400, 70)))
    shown = splashes(ann.get("splash"))[0].attributes["src"]
    other = serving.office()
    there = shown.replace(f"/{ann.company}/", f"/{other.company_id}/")
    for path in (there, f"/{ann.company}/pictures/{'0' * 22}", f"/{ann.company}/pictures/x"):
        assert requests.get(serving.receiver.url + path, timeout=30).status_code == 404
