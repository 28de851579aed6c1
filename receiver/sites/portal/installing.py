"""What lets a phone keep the portal: the manifest for its home screen, and the worker that keeps a copy of the schedule
where somebody switched that on (B14)."""

from __future__ import annotations

from typing import Final

import msgspec
from flask import Blueprint, Response, url_for

from receiver.domain.looks.accent import OURS, accent_of
from receiver.sites.frame import open_frame
from receiver.web import access
from receiver.web.headers import FETCHING_POLICY, POLICY
from receiver.web.language import spoken
from receiver.web.parts import parts
from receiver.web.transaction import viewing

ICONS: Final = (("icon-192.png", "192x192"), ("icon-512.png", "512x512"))
"""Built files, and their width and height in pixels."""


@access.anybody
def manifest(company_id: int) -> Response:
    """The company's portal as an application, by the rules of the W3C's "Web Application Manifest"."""
    with viewing(company_id) as connection:
        frame = open_frame(connection, company_id)
    home = url_for("portal.home", company_id=company_id)
    told = {
        "name": frame.office.name,
        "short_name": frame.office.name,
        "lang": str(spoken().locale),
        "id": home,
        "start_url": home,
        "scope": home,
        "display": "standalone",
        "background_color": "#faf9f6",
        "theme_color": accent_of(frame.look.accent or OURS).light.accent,
        "icons": [{"src": parts().assets.url(name), "sizes": sizes, "type": "image/png"} for name, sizes in ICONS],
    }
    return Response(msgspec.json.encode(told), mimetype="application/manifest+json")


@access.anybody
def worker(company_id: int) -> Response:
    """The worker, below the company's own address, so that it can never reach further."""
    with viewing(company_id) as connection:
        open_frame(connection, company_id)
    own = {POLICY: FETCHING_POLICY}
    answer = Response(parts().assets.content("worker.js"), mimetype="text/javascript", headers=own)
    answer.cache_control.no_cache = True
    return answer


def add_to(blueprint: Blueprint) -> None:
    """Register them."""
    blueprint.add_url_rule("/app.webmanifest", view_func=manifest, methods=["GET"])
    blueprint.add_url_rule("/worker.js", view_func=worker, methods=["GET"])
