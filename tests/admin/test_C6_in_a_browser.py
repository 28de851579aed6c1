"""C5, C6: both articles' steps in a real browser, where the preview follows what is typed."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, Route, expect

from receiver.domain.looks.accent import accent_of
from tests.admin.conftest import RUTH
from tests.portal.cast import Office
from tests.portal.conftest import Serving
from tests.support.browser import follow
from tests.support.pictures import drawing
from tests.support.showing import Look, look_otherwise


def background(page: Page, selector: str) -> str:
    """The colour that is drawn behind something."""
    found: str = page.eval_on_selector(selector, "one => getComputedStyle(one).backgroundColor")
    return found


def rgb(colour: str) -> str:
    """A colour as browsers tell it."""
    return "rgb({}, {}, {})".format(*bytes.fromhex(colour.removeprefix("#")))


def test_C5_upload_opens_a_file_and_it_is_shown(desk: Page, serving: Serving, office: Office, tmp_path: Path) -> None:
    picture = tmp_path / "splash.png"
    picture.write_bytes(drawing((600, 60)))
    follow(desk, "Change Splash Screen")
    with desk.expect_file_chooser() as chooser:
        desk.get_by_role("button", name="Upload").click()
    chooser.value.set_files(picture)
    expect(desk.get_by_role("status")).to_have_text("file was uploaded")
    desk.goto(f"{serving.receiver.url}/{office.company_id}/")
    desk.get_by_label("Customer number, login id or e-mail").fill(RUTH.number)
    desk.get_by_label("Password", exact=True).fill(RUTH.password)
    desk.get_by_role("button", name="Sign in").click()
    shown = desk.locator("header .splash")
    expect(shown).to_be_visible()
    expect(shown).to_have_js_property("naturalWidth", 600)
    box, window = shown.bounding_box(), desk.viewport_size
    assert box is not None and window is not None
    assert box["y"] < 100 and box["x"] > window["width"] / 3, "at the top right"


def test_C6_the_name_stays_readable_beside_a_wide_logo_and_a_full_splash_screen(desk: Page, tmp_path: Path) -> None:
    logo, splash = tmp_path / "logo.png", tmp_path / "splash.png"
    logo.write_bytes(drawing((400, 40)))
    splash.write_bytes(drawing((800, 70)))
    follow(desk, "Change Splash Screen")
    desk.get_by_label("Another picture").set_input_files(splash)
    desk.get_by_role("button", name="Upload").click()
    expect(desk.get_by_role("status")).to_have_text("file was uploaded")
    follow(desk, "Admin")
    desk.get_by_label("Upload the logo").set_input_files(logo)
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_role("status")).to_have_text("Saved.")
    follow(desk, "The portal that customers see")
    desk.get_by_label("Customer number, login id or e-mail").fill(RUTH.number)
    desk.get_by_label("Password", exact=True).fill(RUTH.password)
    desk.get_by_role("button", name="Sign in").click()
    for width in (780, 1024, 1280):
        look_otherwise(desk, Look("some width", width, 860))
        box = desk.locator(".masthead").bounding_box()
        assert box is not None and box["height"] < 120, f"{box} at {width}"
        assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_C10_the_log_is_taken_away_in_one_form_and_then_in_the_other(desk: Page) -> None:
    follow(desk, "Audit")
    for name in ("CSV", "JSON"):
        with desk.expect_download() as coming:
            desk.get_by_role("button", name=f"Take away as {name}").click()
        assert coming.value.suggested_filename.endswith(f".{name.lower()}")


def test_C6_the_preview_shows_what_was_typed_before_its_script_came(desk: Page) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        # The overview may still be asking for its own.
        if route.request.headers.get("referer", "").endswith("/admin/look"):
            held.append(route)
        else:
            route.continue_()

    desk.route("**/static/app-*.js", hold)
    desk.get_by_role("link", name="Admin", exact=True).click(no_wait_after=True)
    desk.get_by_label("On the home of every customer").fill("Welcome to our gardens")
    desk.get_by_label("History").uncheck()
    sample = desk.locator(".sample.whole")
    expect(sample.get_by_text("History")).to_be_visible()
    held[0].continue_()
    expect(sample.get_by_text("Welcome to our gardens")).to_be_visible()
    expect(sample.get_by_text("History")).to_be_hidden()


def test_C6_the_preview_follows_what_is_typed(desk: Page) -> None:
    follow(desk, "Admin")
    sample = desk.locator(".sample.whole")
    expect(sample.get_by_text("History")).to_be_visible()
    desk.get_by_label("On the home of every customer").fill("Welcome to our gardens")
    desk.get_by_label("Copyright text").fill("© 2026 Green Valley")
    desk.get_by_label("History").uncheck()
    for words in ("Welcome to our gardens", "© 2026 Green Valley"):
        expect(sample.get_by_text(words)).to_be_visible()
    expect(sample.get_by_text("History")).to_be_hidden()
    pale = accent_of("#ffcc00")
    desk.get_by_label("Colour of buttons and links").fill("#ffcc00")
    expect(sample.locator(".sample-button")).to_have_css("background-color", rgb(pale.light.accent))
    assert background(desk, ".sample.other .sample-button") == rgb("#ffcc00")
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_role("status")).to_have_text("Saved.")
    expect(sample.get_by_text("Welcome to our gardens")).to_be_visible()
    expect(desk.get_by_text("So customers see #826800.")).to_be_visible()
