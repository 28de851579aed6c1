"""The security headers of every answer, as data."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Final

from flask import Flask

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

    from _typeshed import OptExcInfo

CONTENT_SECURITY_POLICY: Final = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
"""Nothing inline, nothing from anywhere else."""

HEADERS: Final = {
    "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in CONTENT_SECURITY_POLICY.items()),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
"""The referrer stays with us. Not `no-referrer`: with that, browsers send `Origin: null` with our own forms too."""

TRANSPORT: Final = ("Strict-Transport-Security", "max-age=31536000")
"""Only where people reach the receiver over https."""


POLICY: Final = "Content-Security-Policy"
"""An answer that brings one of its own keeps that."""

FETCHING_POLICY: Final = "; ".join(
    f"{name} {value}" for name, value in (CONTENT_SECURITY_POLICY | {"connect-src": "'self'"}).items()
)
"""Of the few answers whose script asks for pages of ours, as the browser does itself."""

UNSTORED: Final = [("Cache-Control", "no-store"), ("Vary", "Cookie")]
"""Of answers that say nothing about caching."""


class HeadedFlask(Flask):
    """A Flask application that puts the headers on every answer, as it hands it to the server: an `after_request` would
    send each of them through werkzeug's checks again and again."""

    def wsgi_app(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request (PEP 3333)."""

        def start(
            status: str, headers: list[tuple[str, str]], error: OptExcInfo | None = None
        ) -> Callable[[bytes], object]:
            if all(name != "Cache-Control" for name, _ in headers):
                headers = [*(pair for pair in headers if pair[0] != "Vary"), *UNSTORED]
            own = POLICY in (name for name, _ in headers)
            return start_response(status, headers + (self.headers_but_policy if own else self.headers), error)

        return super().wsgi_app(environ, start)

    @cached_property
    def headers(self) -> list[tuple[str, str]]:
        """The headers of every answer; those for https where cookies need it."""
        return [*HEADERS.items(), *([TRANSPORT] if self.config["SESSION_COOKIE_SECURE"] else [])]

    @cached_property
    def headers_but_policy(self) -> list[tuple[str, str]]:
        """The same without the policy of pages."""
        return [pair for pair in self.headers if pair[0] != POLICY]
