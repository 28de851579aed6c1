"""What an administrator does in List Customers, as tests press it."""

from __future__ import annotations

from tests.admin.boss import Boss
from tests.support.pages import Element


def numbers(page: Element) -> list[str]:
    """The customer numbers in the list, in its order."""
    return [one.text for body in page.all("tbody") for one in body.all("bdi", **{"class": "exact"})]


def row(page: Element, number: str) -> Element:
    """The row of a customer."""
    (found,) = [one for one in page.one("tbody").all("tr") if one.all("bdi", **{"class": "exact"})[0].text == number]
    return found


def ticks(page: Element, *wanted: str) -> dict[str, str]:
    """The fields of the ticks of these customers."""
    boxes = [row(page, number).one("input", type="checkbox").attributes for number in wanted]
    return {one["name"]: one["value"] for one in boxes}


def go(boss: Boss, do: str, *wanted: str, status: int = 200) -> Element:
    """Tick these customers, choose from the drop-down, press Go."""
    page = boss.get("customers")
    return boss.submit(page, "customers/go", {"do": do, **ticks(page, *wanted)}, status)


def letters(boss: Boss, *wanted: str, fields: dict[str, str] | None = None) -> bytes:
    """Print letters for these customers; the PDF."""
    asked = go(boss, "letters", *wanted)
    form = next(one for one in asked.all("form") if one.attributes["action"].endswith("customers/letters"))
    hidden = {one.attributes["name"]: one.attributes["value"] for one in form.all("input", type="hidden")}
    sent = {**hidden, "language": "en", **(fields or {})}
    answer = boss.session.post(boss.address("customers/letters"), data=sent, timeout=30)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf"), answer.text[:500]
    return answer.content
