"""Every view says who may call it; a view that does not say so answers 403.

The markers only name the audience; the site's own guard lets people in or sends them away:

* `anybody`: nothing is needed;
* `customer`: signed in at the company's portal (`receiver.sites.portal.guard`);
* `administrator`: signed in at the company's administration site (`receiver.sites.admin.guard`);
* `device`: a request that a paired office computer signed (`receiver.sites.agent_api`);
* `host`: who runs the receiver, from its own network.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Literal, TypeVar, cast

from flask import Flask, abort, current_app, request

Audience = Literal["anybody", "customer", "administrator", "device", "host"]
View = TypeVar("View", bound=Callable[..., Any])

MARK: Final = "porchlight_audience"


def marker(audience: Audience) -> Callable[[View], View]:
    """The decorator that marks a view."""

    def mark(view: View) -> View:
        setattr(view, MARK, audience)
        return view

    return mark


anybody = marker("anybody")
device = marker("device")
host = marker("host")


def audience_of(app: Flask, endpoint: str) -> Audience | None:
    """Who may call the view at `endpoint`; None where it does not say."""
    return cast("Audience | None", getattr(app.view_functions.get(endpoint), MARK, None))


def deny_unmarked(app: Flask) -> None:
    """Refuse every view of `app` that carries no marker, before anything else runs."""

    def refuse() -> None:
        if request.endpoint is not None and audience_of(current_app, request.endpoint) is None:
            abort(403)

    app.before_request(refuse)
