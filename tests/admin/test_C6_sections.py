"""C6: what the office hides of the portal is not found by its customers."""

from __future__ import annotations

from pathlib import Path

from receiver.sites.portal.sections import SECTIONS
from receiver.web.access import audience_of
from tests.support import application


def test_C6_every_page_behind_the_sign_in_belongs_to_a_section_or_to_none(tmp_path: Path) -> None:
    app = application.made(tmp_path)
    views = {rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.startswith("portal.")}
    signed_in = {view.removeprefix("portal.") for view in views if audience_of(app, view) == "customer"}
    assert signed_in == SECTIONS.keys(), "name each page in receiver/sites/portal/sections.py"
