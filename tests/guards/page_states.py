"""Every route that answers with a page, and every error text, is shown by one of the states that all checks look at."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Flask
from werkzeug.exceptions import HTTPException

from receiver.web.access import audience_of
from receiver.web.errors import TEXTS
from tests.support.states import Shown

NO_PAGES = frozenset(
    {
        "admin.factor_picture",
        "admin.export_audit_log",
        "admin.take_export",
        "assets.static_file",
        "assets.favicon",
        "admin.customers_letters",
        "admin.sample_colours",
        "admin.waiting_picture",
        "portal.colours",
        "portal.data_copy",
        "portal.feed",
        "portal.logo",
        "portal.manifest",
        "portal.message_photo",
        "portal.message_photo_small",
        "portal.picture",
        "portal.worker",
        "portal.statement_pdf",
        "public.healthz",
        "public.readyz",
        "public.robots",
    }
)
"""Answers that nobody reads as a page. The agent's routes are told by their audience."""


def unseen(app: Flask, states: Iterable[Shown]) -> list[str]:
    """The routes that no state called, by method, and the error statuses that none shows."""
    states = list(states)
    called = {_route(app, method, path) for one in states for method, path in one.calls}
    missing = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint in NO_PAGES or audience_of(app, rule.endpoint) == "device":
            continue
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            if (rule.endpoint, method) not in called:
                missing.append(f"{method} {rule.rule}")
    shown = {one.status for one in states}
    return missing + [f"error {status}" for status in TEXTS if status not in shown]


def _route(app: Flask, method: str, path: str) -> tuple[str, str]:
    """The view that answered a request; nothing where none did."""
    try:
        endpoint, _ = app.url_map.bind("localhost").match(path, method)
    except HTTPException:
        return "", method
    return str(endpoint), method
