"""Every route says who may call it, and what stands in its address."""

from __future__ import annotations

from pathlib import Path

from tests.guards.route_markers import unmarked
from tests.guards.route_words import takes_control_characters
from tests.support import application


def test_every_route_says_who_may_call_it(tmp_path: Path) -> None:
    app = application.made(tmp_path)
    assert len(list(app.url_map.iter_rules())) > 10
    assert unmarked(app) == []


def test_bad_input_3_no_address_holds_a_control_character(tmp_path: Path) -> None:
    assert takes_control_characters(application.made(tmp_path)) == []
