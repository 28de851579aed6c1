"""Shows a page of the administration site."""

from __future__ import annotations

from flask import Response, make_response

from receiver.sites.admin.desk import Desk
from receiver.sites.admin.menu import groups_for
from receiver.web.headers import FETCHING_POLICY, POLICY
from receiver.web.pages import render


def shown(desk: Desk, template: str, here: str, status: int = 200, **words: object) -> Response:
    """The page that `template` makes, with the rail around it; `here` is the way that it belongs to."""
    page = render(template, desk=desk, frame=desk.frame, here=here, groups=groups_for(desk), **words)
    return make_response(page, status)


def popping_up(page: Response) -> Response:
    """A page whose script asks for other pages of ours, to show them above it."""
    page.headers[POLICY] = FETCHING_POLICY
    return page
