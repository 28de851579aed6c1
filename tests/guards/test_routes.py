"""Every route says who may call it."""

from __future__ import annotations

from pathlib import Path

from tests.guards.route_markers import unmarked
from tests.support import application


def test_every_route_says_who_may_call_it(tmp_path: Path) -> None:
    app = application.made(tmp_path)
    assert len(list(app.url_map.iter_rules())) > 10
    assert unmarked(app) == []
