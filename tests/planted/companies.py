"""What would let one company see another."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from sqlalchemy import Column, Index, Integer, MetaData, Table, Text

from receiver.web.access import anybody
from tests.guards import company_keys, company_sweep, route_markers, route_words
from tests.guards.company_sweep import Route, Stranger, leaks
from tests.guards.route_markers import unmarked
from tests.guards.route_words import takes_control_characters
from tests.planted.careless import careless_portal
from tests.planted.fault import Fault
from tests.support.processes import free_port


def route_without_marker(_folder: Path) -> list[str]:
    """One of two views does not say who may call it."""
    app = Flask("planted", static_folder=None)
    app.add_url_rule("/open", "open", anybody(lambda: "open"))
    app.add_url_rule("/forgotten", "forgotten", lambda: "forgotten")
    found = unmarked(app)
    return found if found == ["/forgotten (forgotten)"] else []


def route_that_takes_control_characters(_folder: Path) -> list[str]:
    """An address of which a part may be anything."""
    app = Flask("planted", static_folder=None)
    app.add_url_rule("/numbers/<int:number>", "number", str)
    careful = takes_control_characters(app)
    app.add_url_rule("/pictures/<name>", "picture", str)
    return takes_control_characters(app) if not careful else []


def route_that_shows_another_company(_folder: Path) -> list[str]:
    """A portal that looks at no cookie."""
    port = free_port()
    with careless_portal(port, "Agnes Ågren, 12 Mill Lane"):
        return leaks(f"http://127.0.0.1:{port}", 112, [Route("GET", "/contact")], Stranger({}, {}), ["12 Mill Lane"])


def index_without_company(_folder: Path) -> list[str]:
    """An index that another column leads."""
    metadata = MetaData()
    table = Table("plants", metadata, Column("company_id", Integer, primary_key=True), Column("name", Text))
    Index("plants_by_name", table.c.name, table.c.company_id)
    return company_keys.faults(metadata)


FAULTS = {
    "a route without an access marker": Fault(route_markers, route_without_marker),
    "a route that takes control characters": Fault(route_words, route_that_takes_control_characters),
    "a route that shows another company": Fault(company_sweep, route_that_shows_another_company),
    "an index that the company does not lead": Fault(company_keys, index_without_company),
}
