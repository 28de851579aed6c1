"""Where a page that asks for the password first sends who has to type it."""

from __future__ import annotations

from flask import Blueprint, redirect, request
from flask.typing import ResponseReturnValue

from receiver.sites.admin.desk import Desk
from receiver.sites.admin.guard import administrator, administrator_form, proved
from receiver.sites.admin.proof import asking
from receiver.sites.choosing_language import page_again


@administrator(before_factor=True)
def prove_page(desk: Desk) -> ResponseReturnValue:
    """Ask for the password; nothing is asked of who typed it just now."""
    back = request.args.get("back", "")
    if desk.fresh:
        return redirect(page_again(desk.company_id, back, "admin.overview"), 303)
    return asking(desk, status=200, action=desk.address("prove"), back=back)


@administrator_form(before_factor=True)
@proved
def prove(desk: Desk) -> ResponseReturnValue:
    """Go to the page that wanted it."""
    return redirect(page_again(desk.company_id, request.form.get("back", ""), "admin.overview"), 303)


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    blueprint.add_url_rule("/prove", view_func=prove_page, methods=["GET"])
    blueprint.add_url_rule("/prove", view_func=prove, methods=["POST"])
