"""Every route says who may call it."""

from __future__ import annotations

from flask import Flask

from receiver.web.access import audience_of

AUDIENCES = frozenset({"anybody", "customer", "administrator", "device", "host"})


def unmarked(app: Flask) -> list[str]:
    """The routes that do not."""
    return [
        f"{rule.rule} ({rule.endpoint})"
        for rule in app.url_map.iter_rules()
        if audience_of(app, rule.endpoint) not in AUDIENCES
    ]
