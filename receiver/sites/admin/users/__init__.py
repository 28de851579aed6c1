"""User List, New User, and the pages of one user (C7, C8, C9)."""

from __future__ import annotations

from flask import Blueprint

from receiver.sites.admin.users import (
    accounts,
    edit_page,
    list_page,
    new_page,
    organization,
    password_page,
    permissions_page,
    removing,
)


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    for pages in (
        list_page,
        edit_page,
        accounts,
        permissions_page,
        password_page,
        new_page,
        removing,
        organization,
    ):
        pages.add_to(blueprint)
