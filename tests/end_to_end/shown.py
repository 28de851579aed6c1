"""What a customer's pages show, taken apart for comparison with the practice database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tests.support.pages import Element
from tests.support.visitor import Visitor


@dataclass(frozen=True)
class Row:
    """A row of the history: the job's number and the time its work was started."""

    job: str
    started: datetime


def job_blocks(page: Element) -> dict[str, Element]:
    """The jobs of the schedule by job number; a number stands there once."""
    blocks = page.all(data_job="*")
    found = {one.attributes["data-job"]: one for one in blocks}
    assert len(found) == len(blocks)
    return found


def times(part: Element) -> list[datetime]:
    """Every machine-readable time in a part of a page, in its order."""
    return [moment(one) for one in part.all("time")]


def moment(time: Element) -> datetime:
    """The moment of a time element."""
    return datetime.fromisoformat(time.attributes["datetime"])


def history(visitor: Visitor) -> list[Row]:
    """All rows of the history, page after page."""
    found: list[Row] = []
    page = visitor.get("history")
    while True:
        found += [Row(one.attributes["data-job"], moment(one.all("time")[0])) for one in page.all(data_job="*")]
        further = page.all("a", rel="next")
        if not further:
            return found
        page = visitor.get(further[0].attributes["href"].removeprefix(f"/{visitor.company}/"))
