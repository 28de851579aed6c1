"""Contact Information (B4): what the office has."""

from __future__ import annotations

from flask import Blueprint

from receiver.sites.portal.guard import Visit, customer
from receiver.web.pages import render


@customer
def contact(visit: Visit) -> str:
    """Name, address, phones, e-mail, properties with their notes."""
    return render("portal/contact.html", frame=visit.frame, visit=visit, here="contact")


def add_to(blueprint: Blueprint) -> None:
    """Register this page."""
    blueprint.add_url_rule("/contact", view_func=contact)
