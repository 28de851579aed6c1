"""The list of snapshots (C3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from flask import Blueprint
from flask.typing import ResponseReturnValue

from receiver.domain.administrators.rights import Right
from receiver.domain.agents.devices import all_devices
from receiver.domain.snapshots.listed import Listed, count_snapshots, find_listed, list_snapshots
from receiver.sites.admin.desk import Desk
from receiver.sites.admin.guard import administrator
from receiver.sites.admin.page import shown
from receiver.sites.admin.snapshots import words
from receiver.sites.admin.when import ago, number, recently, size
from receiver.web.paging import Page, asked_page, within

ROWS: Final = 25


@dataclass(frozen=True, slots=True)
class Row:
    """A snapshot as the list says it."""

    one: Listed
    received: str
    whose: str
    customers: str
    difference: str
    size: str
    held: str
    """Why it is held; empty where it is not."""


@administrator(Right.DATA)
def snapshots(desk: Desk) -> ResponseReturnValue:
    """Every upload, newest first, and which of them customers see."""
    total = count_snapshots(desk.session, desk.company_id)
    page, last = within(asked_page(), total, ROWS)
    found = list_snapshots(desk.session, desk.company, page, ROWS)
    rows = [_row(desk, one) for one in found]
    live = _of(desk, found, desk.published)
    newest = _of(desk, found, desk.company.newest) if desk.company.newest != desk.published else None
    return shown(
        desk,
        "admin/snapshots/list.html",
        "snapshots",
        page=Page(rows, page, last, total, (page - 1) * ROWS + 1),
        live=live,
        since=recently(desk, live.received) if live else "",
        customers=number(live.customers) if live else "0",
        heard=_heard(desk),
        waiting=newest,
        why=words.fewer(newest.held) if newest and newest.held else "",
    )


def _row(desk: Desk, one: Listed) -> Row:
    held = words.fewer(one.held) if one.held else ""
    return Row(
        one,
        recently(desk, one.received),
        words.whose(one),
        number(one.customers),
        words.difference(one.difference),
        size(one.bytes),
        held,
    )


def _of(desk: Desk, found: list[Listed], number: int) -> Listed | None:
    """A snapshot by its number, of those that were found or else asked for."""
    known = next((one for one in found if one.number == number), None)
    return known or find_listed(desk.session, desk.company, number)


def _heard(desk: Desk) -> str:
    """When a computer of the office last spoke."""
    times: list[datetime] = [
        one.last_seen_at for one in all_devices(desk.session, desk.company_id) if one.revoked_at is None
    ]
    return ago(max(times)) if times else ""


def add_to(blueprint: Blueprint) -> None:
    """Register the page."""
    blueprint.add_url_rule("/snapshots", view_func=snapshots, methods=["GET"])
