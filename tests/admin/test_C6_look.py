"""C6: the Admin screen: what is saved there shows on the portal, and nothing else does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests

from receiver.domain.looks.accent import accent_of
from tests.admin.conftest import RUTH
from tests.admin.looking import Decorator, kept, noted
from tests.portal.cast import Office
from tests.portal.conftest import Serving
from tests.support.pages import Element
from tests.support.pictures import drawing, opened
from tests.support.visitor import Visitor

TEXTS = {
    "logo_link": "www.greenvalley.example",
    "copyright": "© 2026 Green Valley",
    "copyright_link": "https://www.greenvalley.example/legal",
    "privacy_link": "https://www.greenvalley.example/privacy",
    "terms_link": "http://www.greenvalley.example/terms?a=1&b=2",
    "welcome": "Welcome!\nWe work on <b>weekdays</b> only.",
    "accent": "#7a3fb0",
}


NOTHING_TO_KEEP = (
    ("logo_link", "javascript:alert(1)"),
    ("logo_link", "javascript://x.example/%0aalert(1)"),
    ("copyright_link", "data:text/html,<script>alert(1)</script>"),
    ("privacy_link", "https://user:secret@www.example.com"),
    ("privacy_link", "ftp://www.example.com"),
    ("terms_link", "https://"),
    ("terms_link", "my site"),
    ("terms_link", "//www.example.com"),
    ("terms_link", "https://www.example.com/{number}"),
    ("terms_link", "https://www.example.com/" + "x" * 500),
    ("terms_link", "https://www.example.com\r\nSet-Cookie: a=b"),
    ("copyright", "x" * 10_000),
    ("copyright", "two\nlines"),
    ("welcome", "x" * 1_001),
    ("welcome", "NUL\x00"),
    ("accent", "green"),
    ("accent", "#12345"),
    ("accent", "red;}*{display:none}"),
)
"""Fields, and what can't be kept of them."""


@pytest.fixture
def ann(serving: Serving, office: Office) -> Iterator[Decorator]:
    """Ann, signed in."""
    with Decorator(serving.receiver.url, office.company_id) as one:
        one.sign_in()
        yield one


@pytest.fixture
def ruth(serving: Serving, office: Office) -> Iterator[Visitor]:
    """A customer, signed in."""
    with Visitor(serving.receiver.url, office.company_id) as one:
        one.sign_in(RUTH.number, RUTH.password)
        yield one


def stylesheets(page: Element) -> list[str]:
    """Those beside the portal's own."""
    links = [one.attributes["href"] for one in page.all("link", rel="stylesheet")]
    return [one for one in links if not one.startswith("/static/")]


def test_C6_the_articles_steps(ann: Decorator, ruth: Visitor, office: Office) -> None:
    assert stylesheets(ruth.get()) == []
    assert "Saved." in ann.save(TEXTS, logo=drawing()).text
    page = ruth.get()
    links = {one.text: one.attributes["href"] for one in page.all("a")}
    assert links["© 2026 Green Valley"] == TEXTS["copyright_link"]
    assert (links["Privacy"], links["Terms"]) == (TEXTS["privacy_link"], TEXTS["terms_link"])
    assert page.one("p", **{"class": "welcome lines"}).exact_text == TEXTS["welcome"]
    leading = page.one("a", **{"class": "logo-link"})
    assert leading.attributes["href"] == "https://www.greenvalley.example"
    logo = leading.one("img").attributes
    assert logo["alt"] == "Green Valley Lawn Care" and (logo["width"], logo["height"]) == ("300", "100")
    assert opened(requests.get(ann.url + logo["src"], timeout=30).content).size == (300, 100)
    (address,) = stylesheets(page)
    colours = requests.get(ann.url + address, timeout=30)
    assert colours.text == accent_of("#7a3fb0").style() and colours.headers["Content-Type"].startswith("text/css")
    assert "immutable" in colours.headers["Cache-Control"]
    manifest = ruth.session.get(ruth.address("app.webmanifest"), timeout=30).json()
    assert manifest["theme_color"] == "#7a3fb0"
    assert stylesheets(ruth.get("contact")) == [address]
    assert "welcome" not in ruth.answer.text, "the message is for home"
    assert noted(office) == [
        "looks.logo",
        *(f"looks.{one}-link" for one in ("logo", "copyright", "privacy", "terms")),
        *(f"looks.{one}" for one in ("copyright", "welcome", "accent")),
    ]


def test_C6_what_is_saved_can_be_taken_back(ann: Decorator, ruth: Visitor, office: Office) -> None:
    ann.save(TEXTS, logo=drawing())
    before = ruth.get().one("a", **{"class": "logo-link"}).one("img").attributes["src"]
    ann.save({**dict.fromkeys(TEXTS, ""), "accent": "#1f6f54", "no_logo": "1"})
    page = ruth.get()
    assert page.all("a", **{"class": "logo-link"}) == page.all("p", **{"class": "welcome lines"}) == []
    assert page.all("p", **{"class": "fine-print"}) == [] and stylesheets(page) == []
    assert requests.get(ann.url + before, timeout=30).status_code == 404
    assert requests.get(ann.address("").replace("/admin/", "/colours.css"), timeout=30).status_code == 404
    assert kept(office) == []
    assert len(noted(office)) == 16


def test_C6_a_preview_changes_nothing(ann: Decorator, ruth: Visitor, office: Office) -> None:
    page = ann.save({**TEXTS, "accent": "#ffcc00", "do": "preview"}, logo=drawing())
    assert "This is a preview. Nothing is saved yet." in page.text
    sample = page.all("div", **{"class": "sample whole"})[0]
    assert "© 2026 Green Valley" in sample.text and "weekdays" in sample.text
    assert "#ffcc00 has a contrast of 1.4:1 on these pages" in page.text
    colours = ann.session.get(ann.url + stylesheets(page)[0], timeout=30)
    assert colours.text == accent_of("#ffcc00").style(".sample")
    logo = sample.one("img").attributes["src"]
    assert opened(ann.session.get(ann.url + logo, timeout=30).content).size == (300, 100)
    assert "/sign-in" in ruth.session.get(ann.url + logo, timeout=30).url, "a picture that waits is for administrators"
    assert (noted(office), stylesheets(ruth.get())) == ([], [])
    ann.save({}, page=page)
    assert ruth.get().one("a", **{"class": "logo-link"}).one("img").attributes["width"] == "300"
    assert kept(office) == ["logo"]


def test_C6_what_was_chosen_for_the_logo_stays_chosen_when_the_page_comes_again(ann: Decorator, office: Office) -> None:
    page = ann.save({"do": "preview"}, logo=drawing())
    page = ann.save({}, page=page, logo=b"<svg>", status=400)
    ann.save({}, page=page)
    assert kept(office) == ["logo"], "the first file waited while the second was refused"
    page = ann.save({"no_logo": "1", "do": "preview"})
    page = ann.save({"copyright_link": "no"}, page=page, status=400)
    page = ann.save({"copyright_link": ""}, page=page, logo=b"<svg>", status=400)
    assert "Saved." in ann.save({}, page=page).text
    assert kept(office) == [] and noted(office) == ["looks.logo", "looks.logo-removed"]


def test_C6_a_form_of_which_half_came_is_a_conflict(ann: Decorator, office: Office) -> None:
    for made_from in ("", "x", "\x00"):
        page = ann.save({"welcome": "Keep me", "made_from": made_from}, status=409)
        assert "This page may have been changed meanwhile." in page.text and page.one("textarea").text == "Keep me"
    assert noted(office) == []
    assert "Saved." in ann.save({}, page=page).text


def test_C6_a_form_that_is_sent_twice_is_saved_once(ann: Decorator, office: Office) -> None:
    page = ann.save({**TEXTS, "do": "preview"}, logo=drawing())
    for _ in range(2):
        assert "Saved." in ann.save({}, page=page).text
    assert len(noted(office)) == 8 and kept(office) == ["logo"]


def test_C6_what_somebody_else_saved_meanwhile_is_not_lost_unseen(ann: Decorator) -> None:
    page = ann.get("look")
    ann.save({"welcome": "Hello"})
    page = ann.save({"copyright": "Mine"}, page=page, status=409)
    assert "Ann changed this page meanwhile." in page.text
    assert page.one("input", id="copyright").attributes["value"] == "Mine"
    faulty = ann.save({"logo_link": "no"}, page=page, status=400)
    assert "Saved." in ann.save({"logo_link": ""}, page=faulty).text


def test_C6_a_large_logo_is_scaled_and_what_is_none_is_told(ann: Decorator) -> None:
    page = ann.save({"welcome": "Keep me", "do": "preview"}, logo=drawing((900, 300)))
    assert page.all("div", **{"class": "sample whole"})[0].one("img").attributes["width"] == "360"
    page = ann.save({"welcome": "Keep me"}, logo=b"<svg>", status=400)
    assert "none of the pictures" in page.one(id="picture-fault").text
    assert page.one("textarea").text == "Keep me"
    gone = ann.save({"offer": "0" * 22, "welcome": "Keep me"}, status=400)
    assert "no longer kept" in gone.one(id="picture-fault").text


def test_bad_input_on_the_admin_screen_is_told_beside_its_field(ann: Decorator, office: Office) -> None:
    for name, written in NOTHING_TO_KEEP:
        page = ann.save({"welcome": "Keep me", name: written}, status=400)
        assert page.one(id=f"{name}-fault").text, written
        again = page.one(id=name)
        typed = again.exact_text.strip() if name == "welcome" else again.attributes["value"]
        assert typed[:3] == written[:3]
        assert name == "welcome" or page.one("textarea").text == "Keep me"
    assert noted(office) == []


def test_bad_input_colours_that_are_none_are_not_found(ann: Decorator) -> None:
    for query in ("", "?colour=", "?colour=green", "?colour=%00", f"?colour={'1' * 9_000}"):
        assert ann.session.get(ann.address(f"look/colours.css{query}"), timeout=30).status_code == 404, query
