"""No route takes a control character in its address: PostgreSQL refuses texts with NUL, and the answer were a 500."""

from __future__ import annotations

import re

from flask import Flask
from werkzeug.exceptions import HTTPException

CONTROL = ("\0", "\0" * 22, "a\x1b", "\x7f", "\x85")
ARGUMENT = re.compile(r"<[^>]+>")


def takes_control_characters(app: Flask) -> list[str]:
    """The routes with an argument that does."""
    map_ = app.url_map.bind("localhost")
    found = []
    for rule in app.url_map.iter_rules():
        for place in ARGUMENT.findall(rule.rule):
            method = sorted(rule.methods or {"GET"})[0]
            for words in CONTROL:
                path = ARGUMENT.sub("1", rule.rule.replace(place, words))
                try:
                    map_.match(path, method=method)
                except HTTPException:
                    continue
                found.append(f"{rule.rule}: {words!r} for {place}")
    return found
