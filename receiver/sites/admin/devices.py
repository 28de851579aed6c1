"""Devices: the computers of the office that may publish; pair, rename, revoke (C10, A12, T7)."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, request
from flask.typing import ResponseReturnValue

from receiver.db.unit_of_work import now
from receiver.domain.administrators.rights import Right
from receiver.domain.agents.codes import open_codes, renew_code, withdraw_codes
from receiver.domain.agents.devices import NAME_CHARACTERS, all_devices, find_device, rename, revoke
from receiver.domain.agents.models import Device
from receiver.domain.audit.trail import Deed, note
from receiver.domain.snapshots.receipts import last_of_devices
from receiver.domain.snapshots.uploads import open_upload
from receiver.sites.admin.desk import Desk
from receiver.sites.admin.guard import administrator, administrator_form, proved
from receiver.sites.admin.notices import tell
from receiver.sites.admin.page import shown
from receiver.web.language import gettext as _
from receiver.web.language import ngettext
from receiver.web.parts import parts


@administrator(Right.SETTINGS)
def devices(desk: Desk) -> ResponseReturnValue:
    """All of them: when they were heard of, what they uploaded, whether they are at it."""
    found = all_devices(desk.session, desk.company_id)
    return shown(
        desk,
        "admin/devices.html",
        "settings",
        paired=[one for one in found if one.revoked_at is None],
        revoked=[one for one in found if one.revoked_at is not None],
        last=last_of_devices(desk.session, desk.company_id),
        uploading=_uploading(desk),
        codes=open_codes(desk.session, desk.company_id, now()),
    )


@administrator_form(Right.SETTINGS)
@proved
def make_pairing_code(desk: Desk) -> ResponseReturnValue:
    """Make a code and show it: once, for nobody can read it anywhere afterwards. Whoever sends the form twice holds the
    second one, and the first is good for nothing. A computer that is paired can publish who is a level-1 user, so only
    such a one makes it, and the password is asked for again."""
    if not desk.administrator.chief:
        abort(403)
    with parts().work.writing(desk.company_id) as session:
        code, expires_at = renew_code(session, desk.company_id, now())
        note(session, desk.company_id, desk.actor, Deed("devices.code-made"), now())
    address = parts().settings.public_url
    return shown(desk, "admin/pairing_code.html", "settings", code=code, expires_at=expires_at, receiver=address)


@administrator(Right.SETTINGS)
def pairing_code(desk: Desk) -> ResponseReturnValue:
    """Whoever opens the page of a code by its address: no code is shown twice."""
    return redirect(desk.address("devices"), 303)


@administrator_form(Right.SETTINGS)
def withdraw_pairing_codes(desk: Desk) -> ResponseReturnValue:
    """Let the open codes pair nothing any more."""
    with parts().work.writing(desk.company_id) as session:
        count = withdraw_codes(session, desk.company_id, now())
        if count:
            deed = Deed("devices.codes-withdrawn", details={"count": count})
            note(session, desk.company_id, desk.actor, deed, now())
    tell(ngettext("%(num)d code is withdrawn.", "%(num)d codes are withdrawn.", count))
    return redirect(desk.address("devices"), 303)


@administrator(Right.SETTINGS)
def device(desk: Desk, device: str) -> ResponseReturnValue:
    """One computer."""
    found = find_device(desk.session, desk.company_id, device)
    if found is None:
        abort(404)
    return _page(desk, found, found.name)


@administrator_form(Right.SETTINGS)
def rename_device(desk: Desk, device: str) -> ResponseReturnValue:
    """Give it another name."""
    name = request.form.get("name", "").strip()
    found = find_device(desk.session, desk.company_id, device)
    if found is None:
        abort(404)
    if fault := _name_fault(name):
        return _page(desk, found, request.form.get("name", "")[:NAME_CHARACTERS], fault)
    with parts().work.writing(desk.company_id) as session:
        changed = find_device(session, desk.company_id, device)
        if changed is None:
            abort(404)
        before = changed.name
        rename(changed, name)
        if changed.name != before:
            deed = Deed("devices.renamed", details={"before": before, "after": changed.name})
            note(session, desk.company_id, desk.actor, deed, now())
    tell(_("The computer is called %(name)s now.", name=name))
    return redirect(desk.address("device", device=device), 303)


@administrator_form(Right.SETTINGS)
def revoke_device(desk: Desk, device: str) -> ResponseReturnValue:
    """Refuse it from its next request on, in the middle of an upload too."""
    with parts().work.writing(desk.company_id) as session:
        found = find_device(session, desk.company_id, device)
        if found is None:
            abort(404)
        name = found.name
        if found.revoked_at is None:
            revoke(found, now())
            note(session, desk.company_id, desk.actor, Deed("devices.revoked", details={"name": name}), now())
    tell(_("The computer %(name)s is revoked: nothing that it sends is taken any more.", name=name))
    return redirect(desk.address("devices"), 303)


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    blueprint.add_url_rule("/devices", view_func=devices, methods=["GET"])
    blueprint.add_url_rule("/devices/code", view_func=make_pairing_code, methods=["POST"])
    blueprint.add_url_rule("/devices/code", view_func=pairing_code, methods=["GET"])
    blueprint.add_url_rule("/devices/withdraw", view_func=withdraw_pairing_codes, methods=["POST"])
    blueprint.add_url_rule("/devices/<device>", view_func=device, methods=["GET"])
    blueprint.add_url_rule("/devices/<device>/name", view_func=rename_device, methods=["POST"])
    blueprint.add_url_rule("/devices/<device>/revoke", view_func=revoke_device, methods=["POST"])


def _uploading(desk: Desk) -> str:
    """The id of the computer that uploads just now."""
    upload = open_upload(desk.session, desk.company_id)
    return upload.device_id if upload is not None and not upload.clearing else ""


def _page(desk: Desk, found: Device, name: str, fault: str = "") -> ResponseReturnValue:
    everyone = all_devices(desk.session, desk.company_id)
    return shown(
        desk,
        "admin/device.html",
        "settings",
        400 if fault else 200,
        device=found,
        name=name,
        faults={"name": fault} if fault else {},
        last=last_of_devices(desk.session, desk.company_id).get(found.device_id, 0),
        uploading=_uploading(desk) == found.device_id,
        only=not [one for one in everyone if one.revoked_at is None and one.device_id != found.device_id],
        longest=NAME_CHARACTERS,
    )


def _name_fault(name: str) -> str:
    if not name:
        return _("Type a name, such as FRONT DESK.")
    if len(name) > NAME_CHARACTERS:
        return _("A name has at most %(most)s characters.", most=NAME_CHARACTERS)
    return "" if name.isprintable() else _("Something in it is no character. Please type it again.")
