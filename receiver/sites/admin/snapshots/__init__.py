"""What customers see of what the office uploaded: Import for New Data (C2), the list of snapshots (C3)."""

from __future__ import annotations

from flask import Blueprint

from receiver.sites.admin.snapshots import importing, listing, one


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    for pages in (importing, listing, one):
        pages.add_to(blueprint)
