"""History (B6): the work that was done, newest first, by year and property."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, abort, request

from receiver.domain.snapshots.queries import published_records
from receiver.sites.portal.guard import customer
from receiver.sites.portal.visit import Visit
from receiver.sites.portal.visits import places
from receiver.web.pages import render
from receiver.web.paging import Page, asked_page, page_of
from shared import records
from shared.canonical import decode_as

ROWS: Final = 100


@dataclass(frozen=True, slots=True)
class Filter:
    """What the visitor chose; None for a year and the empty id for a property mean all."""

    year: int | None
    property_id: str
    page: int


@customer
def history(visit: Visit) -> str:
    """A page of visits."""
    chosen = _chosen(visit.customer)
    page = page_of(_visits(visit, chosen), chosen.page, ROWS)
    return render(
        "portal/history.html",
        frame=visit.frame,
        visit=visit,
        here="history",
        chosen=chosen,
        page=page,
        shows_amounts=_shows_amounts(visit, page),
        places=places(visit.customer),
    )


def add_to(blueprint: Blueprint) -> None:
    """Register this page."""
    blueprint.add_url_rule("/history", view_func=history)


def _visits(visit: Visit, chosen: Filter) -> list[records.Visit]:
    """The visits of the chosen years, in one read by exact keys."""
    years = visit.customer.history_years if chosen.year is None else (chosen.year,)
    keys = [("history", records.history_key(visit.number, year)) for year in years]
    if not keys:
        return []
    company = visit.frame.company
    stored = published_records(visit.connection, company.company_id, company.published, keys)
    bodies = [decode_as(records.History, stored[key].body) for key in keys if key in stored]
    return [
        one for body in bodies for one in body.visits if not chosen.property_id or one.property_id == chosen.property_id
    ]


def _chosen(customer: records.Customer) -> Filter:
    """What the address asks for; 404 for a year, property or page that this customer does not have."""
    year, property_id = (request.args.get(name, "") for name in ("year", "property"))
    years = {str(one): one for one in customer.history_years}
    if (year and year not in years) or (property_id and property_id not in {one.id for one in customer.properties}):
        abort(404)
    return Filter(years.get(year), property_id, asked_page())


def _shows_amounts(visit: Visit, page: Page[records.Visit]) -> bool:
    return visit.shares_money and any(one.amount is not None for one in page.rows)
