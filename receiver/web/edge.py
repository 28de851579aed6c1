"""What happens to a request before the application sees it: whom proxies speak for, and health checks.

Visitors can write any `X-Forwarded-*` header. Only what the host's own proxies appended is believed, and those are
counted from the end: with one proxy the last value, with two the last but one (T20). The `Host` header is never taken
from a forwarded one: a proxy passes on the one it was sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from werkzeug.middleware.proxy_fix import ProxyFix

from receiver.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

BY_ANY_NAME: Final = frozenset({"/healthz", "/readyz"})
"""Balancers ask for these by the machine's address. They say nothing that depends on the name."""


def edged(app: WSGIApplication, settings: Settings) -> WSGIApplication:
    """`app` as the web server calls it."""
    inside = ProxyFix(app, x_for=settings.proxies, x_proto=settings.proxies, x_host=0) if settings.proxies else app
    name = urlsplit(settings.public_url).netloc

    def answered(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"] in BY_ANY_NAME:
            environ["HTTP_HOST"] = name
        return inside(environ, start_response)

    return answered
