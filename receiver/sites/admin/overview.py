"""The first page: how the portal is doing."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from receiver.sites.admin.desk import Desk
from receiver.sites.admin.guard import administrator
from receiver.sites.admin.page import shown


@administrator()
def overview(desk: Desk) -> ResponseReturnValue:
    """What customers see, and from when it is."""
    return shown(desk, "admin/overview.html", "overview")


def add_to(blueprint: Blueprint) -> None:
    """Register the page."""
    blueprint.add_url_rule("/", view_func=overview, methods=["GET"])
