"""Export (C10): everything that the portal holds of the company, as one file to take away."""

from __future__ import annotations

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from receiver.db.unit_of_work import now
from receiver.domain.administrators.rights import Right
from receiver.domain.audit.models import AuditEntry
from receiver.domain.audit.trail import Deed, note
from receiver.domain.export.counting import counted
from receiver.sites.admin.desk import Desk
from receiver.sites.admin.guard import administrator, administrator_form, proved
from receiver.sites.admin.page import shown
from receiver.web.company_copy import copy_of, file_name
from receiver.web.language import spoken
from receiver.web.parts import parts
from receiver.web.transaction import writing
from receiver.web.zip_stream import zipped

MADE = "export.made"


@administrator(Right.SETTINGS)
def export(desk: Desk) -> ResponseReturnValue:
    """What the file holds, who took the last one, and the button."""
    last = desk.session.execute(
        select(AuditEntry.at, AuditEntry.actor_name)
        .where(AuditEntry.company_id == desk.company_id, AuditEntry.action == MADE)
        .order_by(AuditEntry.at.desc())
        .limit(1)
    ).one_or_none()
    counts = counted(desk.session, desk.company)
    return shown(desk, "admin/export.html", "settings", last=last, counts=counts)


@administrator_form(Right.SETTINGS)
@proved
def take_export(desk: Desk) -> ResponseReturnValue:
    """The file. It is read from the database in many short pieces while it travels."""
    made, work = now(), parts()
    with writing(desk.company_id) as session:
        note(session, desk.company_id, desk.actor, Deed(MADE), made)
    # All of it is made after this request's own reading has ended.
    files = copy_of(work.work, work.files, desk.company_id, desk.published, spoken().gettext)
    answer = Response(zipped(files, made), mimetype="application/zip")
    answer.headers.set("Content-Disposition", "attachment", filename=file_name(desk.company_id, made))
    return answer


def add_to(blueprint: Blueprint) -> None:
    """Register these pages."""
    blueprint.add_url_rule("/settings/export", view_func=export, methods=["GET"])
    blueprint.add_url_rule("/settings/export", view_func=take_export, methods=["POST"])
