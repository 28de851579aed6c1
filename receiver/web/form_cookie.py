"""Flask's signed cookie, which only forms before the sign-in use."""

from __future__ import annotations

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface


class FormCookie(SecureCookieSessionInterface):
    """Like Flask's own, but sets up nothing to check where the browser sent nothing, as on every signed-in page."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """What the cookie holds."""
        if self.get_cookie_name(app) not in request.cookies:
            return self.session_class()
        return super().open_session(app, request)
