"""The administration site of a company: the office's level-1 user runs the portal from here."""

from __future__ import annotations

from receiver.sites.admin import (
    audit_log,
    customers,
    devices,
    erasing,
    exporting,
    factor,
    forgotten,
    going_live,
    look,
    mail,
    overview,
    own_factor,
    own_passkeys,
    own_password,
    own_sign_in,
    passkey_sign_in,
    proving,
    settings,
    sign_in,
    sign_ins,
    snapshots,
    splash,
    users,
)
from receiver.sites.admin.blueprint import blueprint

for _pages in (
    sign_in,
    passkey_sign_in,
    forgotten,
    factor,
    proving,
    overview,
    snapshots,
    mail,
    settings,
    devices,
    customers,
    splash,
    look,
    audit_log,
    own_sign_in,
    own_factor,
    own_passkeys,
    own_password,
    sign_ins,
    users,
    going_live,
    exporting,
    erasing,
):
    _pages.add_to(blueprint)

__all__ = ["blueprint"]
