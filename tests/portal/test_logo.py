"""A1: the office's logo on the portal, and pictures that are none (T16)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import requests

from receiver.domain.companies.office import split
from receiver.domain.refusals import Refused
from shared import limits, records
from tests.portal.cast import Office, Person
from tests.portal.conftest import Serving
from tests.support.pictures import declared, drawing, opened, with_text, written
from tests.support.visitor import Visitor

RUTH = Person("1", "maple")
SCRIPT = b"<script>alert(1)</script>"
Guest = Callable[[Office], Visitor]


def get(serving: Serving, office: Office, address: str = "", **headers: str) -> requests.Response:
    """The logo as a browser asks for it."""
    path = address or f"/{office.company_id}/logo"
    return requests.get(serving.receiver.url + path, headers=headers, timeout=30)


def test_A1_the_logo_stands_on_every_page_and_is_kept_by_its_content(
    serving: Serving, served: Office, guest: Guest
) -> None:
    served.publish(RUTH, logo=drawing())
    visitor = guest(served)
    places = [visitor.get("sign-in").all("img")]
    visitor.sign_in("1", "maple")
    places += [visitor.get(path).all("img") for path in ("", "contact", "schedule", "history")]
    addresses = {one.attributes["src"] for page in places for one in page}
    assert [len(page) for page in places] == [1] * 5
    assert len(addresses) == 1
    assert {one.attributes["width"] for page in places for one in page} == {"300"}

    answer = get(serving, served, addresses.pop())
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "immutable" in answer.headers["Cache-Control"]
    assert opened(answer.content).tobytes() == opened(drawing()).tobytes()

    bare = get(serving, served)
    assert "no-cache" in bare.headers["Cache-Control"]
    assert get(serving, served, **{"If-None-Match": bare.headers["ETag"]}).status_code == 304


def test_A1_another_logo_has_another_address_and_none_leaves_none(
    serving: Serving, served: Office, guest: Guest
) -> None:
    addresses = []
    for logo in (drawing(), drawing((200, 100))):
        served.publish(RUTH, logo=logo)
        addresses.append(guest(served).get("sign-in").all("img")[0].attributes["src"])
        assert opened(get(serving, served).content).size == opened(logo).size
    assert addresses[0] != addresses[1]
    served.publish(RUTH)
    assert guest(served).get("sign-in").all("img") == []
    assert get(serving, served).status_code == 404


def test_A1_the_published_name_wins_over_the_one_of_company_create(
    serving: Serving, served: Office, guest: Guest
) -> None:
    served.publish(RUTH, name="Greener Valley")
    visitor = guest(served)
    pages = [visitor.get("sign-in"), visitor.sign_in("1", "maple")]
    pages += [visitor.get(path) for path in ("contact", "schedule", "history")]
    served.set_state("suspended")
    pages.append(visitor.get("", status=403))
    for page in pages:
        assert "Greener Valley" in page.exact_text
        assert "Green Valley Lawn Care" not in page.exact_text


@pytest.mark.parametrize("company", [9_999, "unpublished"])
def test_A1_where_there_is_no_logo_there_is_no_page(serving: Serving, served: Office, company: object) -> None:
    number = served.company_id if company == "unpublished" else company
    assert get(serving, served, f"/{number}/logo").status_code == 404


def test_T16_what_hides_in_a_picture_is_left_behind(serving: Serving, served: Office) -> None:
    served.publish(RUTH, logo=with_text(drawing(), SCRIPT))
    assert SCRIPT not in get(serving, served).content


@pytest.mark.parametrize(
    "logo",
    [
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", id="SVG"),
        pytest.param(b"GIF89a/*" + SCRIPT, id="beginning-of-a-GIF"),
        pytest.param(drawing()[:200], id="cut-short"),
        pytest.param(declared(20_000, 20_000), id="bomb"),
        pytest.param(declared(100, 100), id="fewer-pixels-than-said"),
        pytest.param(drawing((limits.LOGO_WIDTH + 1, 20)), id="too-wide"),
        pytest.param(drawing((20, limits.LOGO_HEIGHT + 1)), id="too-high"),
        pytest.param(with_text(drawing(), bytes(limits.LOGO_BYTES)), id="too-many-bytes"),
        pytest.param(written(opened(drawing()), "TIFF"), id="TIFF"),
    ],
)
def test_T16_what_is_no_logo_is_refused_with_the_whole_snapshot(
    serving: Serving, served: Office, guest: Guest, logo: bytes
) -> None:
    served.publish(RUTH, logo=drawing())
    before = get(serving, served).headers["ETag"]
    with pytest.raises(Refused, match="not as they should be"):
        served.publish(Person("2", "maple"), logo=logo)
    assert get(serving, served).headers["ETag"] == before


def test_A1_logos_of_every_kind_become_png(serving: Serving, served: Office) -> None:
    for form, mode in (("JPEG", "RGB"), ("JPEG", "CMYK"), ("GIF", "P"), ("WEBP", "RGBA")):
        served.publish(RUTH, logo=drawing(form=form, mode=mode))
        assert opened(get(serving, served).content).format == "PNG"


def test_a_company_record_cannot_name_a_logo_that_it_does_not_bring() -> None:
    data = b'{"name":"Green","logo_mark":"elsewhere","logo_width":9,"logo_height":9,"of_a_newer_release":1}'
    assert split(records.Company("Green"), data) == (b'{"name":"Green","of_a_newer_release":1}', b"")
