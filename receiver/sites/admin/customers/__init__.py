"""List Customers (C4): all customers in the portal, the page of each, and what is done with those that are ticked."""

from __future__ import annotations

from flask import Blueprint

from receiver.sites.admin.customers import inviting, list_page, one_page, printing, standing, viewing


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    for pages in (list_page, one_page, standing, inviting, printing, viewing):
        pages.add_to(blueprint)
