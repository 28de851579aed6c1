"""The administration site of a company: the office's level-1 user runs the portal from here."""

from __future__ import annotations

from receiver.sites.admin import (
    audit_log,
    erasing,
    exporting,
    going_live,
    overview,
    proving,
    settings,
    sign_in,
)
from receiver.sites.admin.blueprint import blueprint

for _pages in (
    sign_in,
    proving,
    overview,
    settings,
    audit_log,
    going_live,
    exporting,
    erasing,
):
    _pages.add_to(blueprint)

__all__ = ["blueprint"]
