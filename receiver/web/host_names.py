"""By which names people reach the receiver: a request that names another host is refused (T20).

Flask's own list of trusted hosts can't hold an IPv6 address.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, abort, request

from receiver.settings import Settings


def refuse_other_names(app: Flask, settings: Settings) -> None:
    """Answer 400 to requests that name a host which is none of `settings`."""
    names = frozenset(settings.trusted_hosts)

    def check() -> None:
        # Empty where it is no name, or holds characters that none has.
        if urlsplit(f"//{request.host}").hostname not in names:
            abort(400)

    app.before_request(check)
