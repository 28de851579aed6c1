"""The sign-in page of the administration site."""

from __future__ import annotations

from flask import Response, make_response

from receiver.sites.frame import Frame
from receiver.web.pages import render


def no_entry(
    frame: Frame, to: str, fault: str = "", status: int = 200, *, name: str = "", faults: dict[str, str] | None = None
) -> Response:
    """The page, with what was typed but the password."""
    form = {"name": name, "to": to}
    page = render("admin/sign_in.html", frame=frame, form=form, faults=faults or {}, fault=fault)
    return make_response(page, status)
